/** What the demo adds to the SDK: text to token ids, sentences, and which are most alike. */
package dev.brigandine.cli.demo;
