package dev.brigandine.audit.attack;

import dev.brigandine.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;

/** The owner's model in one form, with what there is to measure a theft by. */
public interface Target {
  /** The form. */
  Protection protection();

  /** The model as it was trained: what a theft is compared with. */
  OnnxModel original();

  /** The file of the model as it was trained. */
  Path originalFile();

  /** The public model that the original was tuned from, where the thief is to own it. */
  Optional<Path> base();

  /** Inputs, and labels if there are any. */
  AuditData data();

  /** Scores answers against the original's. */
  Yardstick yardstick();

  /**
   * The files of this form as they lie on the customer's machine, licence and device key included;
   * the ONNX file alone where it is plain.
   */
  Path folder();

  /** What opens it; empty where it is plain. */
  Optional<Installed> installed();

  /**
   * What the engine is given in this form, taken at the call that makes the session and the calls
   * that run it. Made once and kept in memory.
   *
   * @throws Exception if it can't be had, as in a vault
   */
  Captured captured() throws Exception;

  /**
   * What another customer's engine is given, of the same model in the same form.
   *
   * @param number from 0
   * @throws Exception if it can't be had
   */
  Captured capturedOfCustomer(int number) throws Exception;

  /**
   * The licensed application, as a customer may use it, or the endpoint that serves the model where
   * the owner named one: the caller closes it.
   */
  Answering application() throws Exception;
}
