/** A model that is served: questions to it by the Open Inference Protocol. */
package dev.brigandine.audit.endpoint;
