"""Reads a channel into a DMatrix, as sagemaker_xgboost_container.data_utils does."""
import csv
import os

import numpy as np
import xgboost as xgb


class UserError(Exception):
    """What the person who sent the job has to change."""


def get_content_type(content_type):
    """@returns 'libsvm' or 'csv'; without a content type libsvm, which is the image's default."""
    if not content_type:
        return "libsvm"
    plain = content_type.split(";")[0].strip().lower()
    if plain in ("libsvm", "text/libsvm", "text/x-libsvm"):
        return "libsvm"
    if plain in ("csv", "text/csv"):
        return "csv"
    raise UserError(
        f"{content_type} is not an accepted ContentType: csv, libsvm, text/csv, text/libsvm, text/x-libsvm."
    )


def list_files(path):
    """Files of a channel; names that begin with a dot or an underscore are no data."""
    if os.path.isfile(path):
        return [path]
    return sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        for name in names
        if not name.startswith((".", "_"))
    )


def _read_csv(files, csv_weights):
    rows = []
    for file in files:
        with open(file, newline="", encoding="utf-8") as text:
            sample = text.read(65536)
            text.seek(0)
            try:
                dialect = csv.Sniffer().sniff(sample.splitlines()[0], delimiters=",;|\t ") if sample else csv.excel
            except csv.Error:
                dialect = csv.excel
            for number, row in enumerate(csv.reader(text, dialect), 1):
                if not row:
                    continue
                try:
                    rows.append([float(cell) if cell.strip() else np.nan for cell in row])
                except ValueError as error:
                    raise UserError(
                        f"{os.path.basename(file)}, line {number}: {error}. A CSV channel has numbers only, the label "
                        "first, and no header."
                    ) from error
    if not rows:
        raise UserError("The CSV channel holds no rows.")
    if len({len(row) for row in rows}) > 1:
        raise UserError("The rows of the CSV channel have different numbers of columns.")
    table = np.asarray(rows, dtype=np.float32)
    if table.shape[1] < (3 if csv_weights else 2):
        raise UserError("A CSV channel has the label in its first column and at least one feature.")
    if csv_weights:
        return xgb.DMatrix(table[:, 2:], label=table[:, 0], weight=table[:, 1])
    return xgb.DMatrix(table[:, 1:], label=table[:, 0])


def _read_libsvm(files):
    labels, weights, data, columns, starts = [], [], [], [], [0]
    for file in files:
        with open(file, encoding="utf-8") as text:
            for number, line in enumerate(text, 1):
                words = line.split("#")[0].split()
                if not words:
                    continue
                try:
                    label, _, weight = words[0].partition(":")
                    labels.append(float(label))
                    weights.append(float(weight) if weight else 1.0)
                    for word in words[1:]:
                        if word.startswith("qid:"):
                            continue
                        column, value = word.split(":")
                        columns.append(int(column))
                        data.append(float(value))
                except ValueError as error:
                    raise UserError(
                        f"{os.path.basename(file)}, line {number}: not libsvm (label index:value …): {error}"
                    ) from error
                starts.append(len(data))
    if not labels:
        raise UserError("The libsvm channel holds no rows.")
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((data, columns, starts), dtype=np.float32)
    weighted = None if all(weight == 1 for weight in weights) else weights
    return xgb.DMatrix(matrix, label=labels, weight=weighted)


def get_dmatrix(data_path, content_type, csv_weights=0, is_pipe=False, combine_train_val=False):
    """@returns a DMatrix, or None where the folder holds no files."""
    if is_pipe:
        raise UserError("Pipe mode is not available here: use File or FastFile.")
    # A channel that the job does not have is no path at all.
    paths = data_path if isinstance(data_path, list) else [data_path]
    files = [file for path in paths if path and os.path.exists(path) for file in list_files(path)]
    if not files:
        return None
    return _read_csv(files, int(csv_weights)) if get_content_type(content_type) == "csv" else _read_libsvm(files)
