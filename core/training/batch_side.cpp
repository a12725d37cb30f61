#include "training/batch_side.h"

#include "training/fused_kernels.h"

#include <algorithm>
#include <cstring>

namespace ncf {

namespace {

// One row of a table to its place, moved on.
void copyRow(const Matrix& into, std::size_t place, const std::optional<AdamParameter>& table,
             std::size_t row, const AdamDrift::Move& move) {
    const auto width = static_cast<std::size_t>(into.columns);
    if (table && move.factor != 0) {
        driftedRow(into.row(place), table->value.row(row), table->mean.row(row),
                   table->square.row(row), width, move.factor, move.epsilon);
    } else if (table) {
        std::memcpy(into.row(place), table->value.row(row), width * sizeof(float));
    }
}

// Moves a row on in its table.
void settleRow(AdamParameter& table, std::size_t row, const AdamDrift::Move& move,
               const AdamFade& fade) {
    const auto width = static_cast<std::size_t>(table.value.columns);
    std::vector<float> drifted(width);
    driftedRow(drifted.data(), table.value.row(row), table.mean.row(row), table.square.row(row),
               width, move.factor, move.epsilon);
    std::copy(drifted.begin(), drifted.end(), table.value.row(row));
    multiplyBy(table.mean.row(row), fade.mean, width);
    multiplyBy(table.square.row(row), fade.square, width);
}

}  // namespace

BatchSide::BatchSide(SideTables& tables, std::span<const float> decayFactors, std::int64_t maxRows,
                     std::int64_t firstWidth, std::int64_t firstColumn, Multiply multiply)
    : tables_(tables),
      decayFactors_(decayFactors),
      multiply_(multiply),
      firstColumn_(firstColumn),
      rows_(static_cast<std::size_t>(tables.rows())) {
    const std::int64_t places = std::min(maxRows, tables.rows());
    fades_.resize(static_cast<std::size_t>(places));
    if (tables.gmf) {
        gmf_ = Buffer(places, tables.gmfWidth());
        gmfGradient_ = Buffer(places, tables.gmfWidth());
    }
    if (tables.mlp) {
        mlp_ = Buffer(places, tables.mlpWidth());
        mlpGradient_ = Buffer(places, tables.mlpWidth());
        half_ = Buffer(places, firstWidth);
        halfGradient_ = Buffer(places, firstWidth);
    }
}

void BatchSide::find(std::span<const std::int32_t> samples) {
    rows_.find(samples);
}

void BatchSide::gather(Part part, const AdamDrift* drift, std::int64_t step) {
    const auto order = rows_.rows().first(part.to);
    for (std::size_t place = part.from; place < part.to; ++place) {
        tables_.fetchAhead(order, place);
        const auto row = static_cast<std::size_t>(order[place]);
        std::int64_t& movedAt = tables_.movedAt[row];
        const auto move = drift ? drift->since(movedAt) : AdamDrift::Move();
        copyRow(gmf_, place, tables_.gmf, row, move);
        copyRow(mlp_, place, tables_.mlp, row, move);
        fades_[place] = drift ? drift->fade(step - movedAt) : AdamFade();
        movedAt = step;
    }
}

void BatchSide::forward(Part part, const Matrix& weight) {
    if (part.size() > 0) {
        multiply_(rowsOf(half_, part), rowsOf(mlp_, part), columnsOf(weight), Transpose::Second);
    }
}

void BatchSide::clearGradients(Part part) {
    zero(rowsOf(gmfGradient_, part));
    zero(rowsOf(halfGradient_, part));
}

void BatchSide::addHalfGradients(Part part, Part samples, const Matrix& gradient) {
    addToRows(halfGradient_, places(samples), part.from, part.to, gradient);
}

void BatchSide::addGmfGradients(Part part, Part samples, std::span<const float> d,
                                const BatchSide& other) {
    addScaledRows(gmfGradient_, places(samples), part.from, part.to, d, other.gmf_,
                  other.places(samples));
}

void BatchSide::weighGmfGradients(Part part, const float* weight) {
    scaleColumns(rowsOf(gmfGradient_, part), weight);
}

void BatchSide::addGmfWeightGradient(Part part, Columns columns, float* sums) const {
    const auto those = [&](const Matrix& matrix) {
        return rowsOf(matrix, part).columnRange(columns.first, columns.count);
    };
    addRowProducts(those(gmf_), those(gmfGradient_), sums + columns.first);
}

void BatchSide::sumHalfGradients(Part part, float* sums) const {
    columnSums(rowsOf(halfGradient_, part), sums);
}

void BatchSide::backward(Part part, const Matrix& weight, const Matrix& weightGradient) {
    const Matrix gradient = rowsOf(halfGradient_, part);
    if (part.size() == 0) {
        zero(columnsOf(weightGradient));
        return;
    }
    multiply_(columnsOf(weightGradient), gradient, rowsOf(mlp_, part), Transpose::First);
    multiply_(rowsOf(mlpGradient_, part), gradient, columnsOf(weight), Transpose::Neither);
}

void BatchSide::moveByAdam(Part part, const AdamMove& move) {
    forEachBranch([&](const Branch& branch) {
        adamUpdateRows(branch.value, branch.mean, branch.square, rows(part),
                       rowsOf(branch.embeddings, part), rowsOf(branch.gradient, part),
                       std::span(fades_).subspan(part.from, part.size()), decayFactors_, move);
    });
}

void BatchSide::moveBySgd(Part part, double rate, float weightDecay) {
    forEachBranch([&](const Branch& branch) {
        const auto width = static_cast<std::size_t>(branch.gradient.columns);
        for (std::size_t place = part.from; place < part.to; ++place) {
            const auto row = static_cast<std::size_t>(rows_.rows()[place]);
            sgdUpdate(branch.value.row(row), branch.gradient.row(place), width,
                      static_cast<float>(rate),
                      decayFactors_.empty() ? weightDecay : weightDecay * decayFactors_[row]);
        }
    });
}

void settleRows(SideTables& tables, const AdamDrift& drift, std::int64_t step) {
    for (std::size_t row = 0; row < tables.movedAt.size(); ++row) {
        std::int64_t& movedAt = tables.movedAt[row];
        const auto move = drift.since(movedAt);
        const auto fade = drift.fade(step - movedAt);
        for (auto* table : {&tables.gmf, &tables.mlp}) {
            if (*table) {
                settleRow(**table, row, move, fade);
            }
        }
        movedAt = step;
    }
}

}  // namespace ncf
