"""Makes numpy.npz, big-endian.npz and fortran.npz beside this file; they were made with numpy 2.4.6."""

import os
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))

TYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
         "float16", "float32", "float64"]


def sample(kind):
    values = np.array([[0, 1, 2], [3, 4, 120]])
    return (values % 2 == 1) if kind == "bool" else values.astype(kind)


arrays = {kind: sample(kind) for kind in TYPES}
arrays["strings"] = np.array(["", "plain", "naïve 東京 😀"])
arrays["scalar"] = np.array(2.5, dtype="float32")
arrays["empty"] = np.zeros((2, 0), dtype="int64")
np.savez_compressed("numpy.npz", **arrays)

np.savez("big-endian.npz", **{k: sample(k).astype(np.dtype(k).newbyteorder(">"))
                              for k in TYPES if np.dtype(k).itemsize > 1},
         strings=np.array(["", "naïve 東京 😀"]).astype(np.dtype("U12").newbyteorder(">")))

np.savez("fortran.npz",
         float32=np.asfortranarray(np.arange(24, dtype="float32").reshape(2, 3, 4)),
         strings=np.asfortranarray(np.array([["a", "bc"], ["d", ""]])))
