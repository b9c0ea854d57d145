/**
 * What a thief gets who has rights over the process that runs the model: hooked calls, memory,
 * dumps, traces on disk. The victim is always a child process, started for the purpose.
 */
package dev.brigandine.audit.process;
