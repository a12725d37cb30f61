#!/usr/bin/python3
"""Checks exported models with PyTorch, and with the onnx package where it is installed.

check_exports.py MODEL.pt MODEL.onnx EXPECTED.json

EXPECTED holds a list of {"user": id, "known": [item ids], "top": [item ids]}: what the program
recommends to each user, best first, leaving out the known items. MODEL.users.csv and
MODEL.items.csv lie beside MODEL.pt. Exits with 0 when all of it agrees.
"""

import csv
import json
import pathlib
import sys

import torch

# Logits this near may change places: the sums are taken in another order.
TOLERANCE = 1e-5


def index_of(file):
    """The map from id to index; an apostrophe in front of a formula is the spreadsheet's."""
    with open(file, newline="", encoding="utf-8") as rows:
        return {
            row["id"][1:] if row["id"][:2] in ("'=", "'+", "'-", "'@", "'\t", "'\r") else row["id"]:
            int(row["index"])
            for row in csv.DictReader(rows)
        }


def check_torchscript(file, expected):
    model = torch.jit.load(file)
    users = index_of(pathlib.Path(file).with_suffix(".users.csv"))
    items = index_of(pathlib.Path(file).with_suffix(".items.csv"))
    every_item = torch.arange(len(items))
    for line in expected:
        user = torch.full((len(items),), users[line["user"]])
        logits = model.logits(user, every_item).detach()
        logits[[items[item] for item in line["known"]]] = -torch.inf
        best = torch.sort(logits, descending=True)
        for rank, item in enumerate(line["top"]):
            if best.indices[rank] == items[item]:
                continue
            difference = abs(best.values[rank] - logits[items[item]])
            if not difference <= TOLERANCE:
                sys.exit(f"user {line['user']}, rank {rank + 1}: {item} is {difference} off")
        scores = model(user, every_item)
        if scores.shape != (len(items),) or scores.dtype != torch.float32:
            sys.exit(f"scores are {scores.dtype} {tuple(scores.shape)}")
    print(f"TorchScript: {len(expected)} users have the program's lists")


def check_onnx(file):
    try:
        import onnx
        import onnx.shape_inference
    except ImportError:
        print("ONNX: not checked, python3-onnx is not installed")
        return
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    for output in inferred.graph.output:
        sizes = [d.dim_param or d.dim_value for d in output.type.tensor_type.shape.dim]
        if sizes != ["batch"]:
            sys.exit(f"output {output.name} has the shape {sizes}")
    print("ONNX: the checker accepts the file")


if __name__ == "__main__":
    torchscript, onnx_file, expected_file = sys.argv[1:]
    with open(expected_file, encoding="utf-8") as text:
        check_torchscript(torchscript, json.load(text))
    check_onnx(onnx_file)
