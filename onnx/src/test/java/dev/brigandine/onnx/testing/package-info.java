/** Models made up for tests, of this room and of others. */
package dev.brigandine.onnx.testing;
