"""Writes decoder.onnx: a small decoder with a cache of keys and values, exported by PyTorch.

    OMP_NUM_THREADS=1 python3 study/src/main/scripts/decoder.py \
        onnx/src/test/resources/dev/brigandine/onnx/testing/trained/decoder.onnx

Two layers of width 64 with 4 heads, RMS normalization, SwiGLU, learned positions and a tied head over
200 tokens. Trained briefly on counting texts, so that its answers are far from ties: token t is followed
by (t + step) mod 200, where step is what the first two tokens are apart. Made with torch 1.13.1.
"""

import sys

import torch
from torch import nn
from torch.nn import functional

SEED, VOCABULARY, WIDTH, HEADS, LAYERS, LONGEST, STEPS = 20, 200, 64, 4, 2, 64, 1500


class RmsNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = RmsNorm(), RmsNorm()
        self.query = nn.Linear(WIDTH, WIDTH, bias=False)
        self.key = nn.Linear(WIDTH, WIDTH, bias=False)
        self.value = nn.Linear(WIDTH, WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.gate = nn.Linear(WIDTH, 2 * WIDTH, bias=False)
        self.up = nn.Linear(WIDTH, 2 * WIDTH, bias=False)
        self.down = nn.Linear(2 * WIDTH, WIDTH, bias=False)

    def forward(self, x, past_key, past_value, mask):
        h = self.norm1(x)
        key = torch.cat([past_key, self.heads(self.key(h))], dim=2)
        value = torch.cat([past_value, self.heads(self.value(h))], dim=2)
        scores = self.heads(self.query(h)) @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5
        mixed = torch.softmax(scores + mask, dim=-1) @ value
        mixed = mixed.transpose(1, 2).reshape(x.shape[0], x.shape[1], WIDTH)
        x = x + self.out(mixed)
        h = self.norm2(x)
        return x + self.down(functional.silu(self.gate(h)) * self.up(h)), key, value

    def heads(self, x):
        return x.view(x.shape[0], x.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(LONGEST, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = RmsNorm()

    def forward(self, input_ids, *past):
        before, new = past[0].shape[2], input_ids.shape[1]
        at = torch.arange(before, before + new)
        x = self.tokens(input_ids) + self.positions(at)
        mask = (torch.arange(before + new)[None, :] > at[:, None]).float() * -1e9
        present = []
        for i, layer in enumerate(self.layers):
            x, key, value = layer(x, past[2 * i], past[2 * i + 1], mask)
            present += [key, value]
        return (self.norm(x) @ self.tokens.weight.t(), *present)


def texts(count, length):
    first = torch.randint(0, VOCABULARY, (count, 1))
    step = torch.randint(1, 12, (count, 1))
    return (first + step * torch.arange(length)) % VOCABULARY


def empty(count):
    return [torch.zeros(count, HEADS, 0, WIDTH // HEADS) for _ in range(2 * LAYERS)]


def main(target):
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model = Decoder()
    for table in (model.tokens, model.positions):
        nn.init.normal_(table.weight, std=0.1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=STEPS)
    for step in range(STEPS):
        text = texts(64, 16)
        logits = model(text[:, :-1], *empty(64))[0]
        loss = functional.cross_entropy(logits[:, 1:].flatten(0, 1), text[:, 2:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    model.eval()
    text = texts(500, 16)
    right = model(text[:, :-1], *empty(500))[0].argmax(-1)[:, 1:] == text[:, 2:]
    print(f"seed {SEED}: loss {loss.item():.3f}, next token right {right.float().mean().item():.3f}")

    names = [f"{i}.{part}" for i in range(LAYERS) for part in ("key", "value")]
    past = [f"past_key_values.{name}" for name in names]
    present = [f"present.{name}" for name in names]
    axes = {"input_ids": {0: "batch", 1: "sequence"}, "logits": {0: "batch", 1: "sequence"}}
    axes.update({name: {0: "batch", 2: "past"} for name in past})
    axes.update({name: {0: "batch", 2: "total"} for name in present})
    cache = [torch.zeros(2, HEADS, 3, WIDTH // HEADS) for _ in past]
    torch.onnx.export(
        model,
        (texts(2, 5), *cache),
        target,
        opset_version=13,
        input_names=["input_ids", *past],
        output_names=["logits", *present],
        dynamic_axes=axes,
    )


if __name__ == "__main__":
    main(sys.argv[1])
