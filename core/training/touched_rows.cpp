#include "training/touched_rows.h"

#include "training/fused_kernels.h"

namespace ncf {

TouchedRows::TouchedRows(std::size_t rows, int workers)
    : places_(rows),
      touched_(static_cast<std::size_t>(workers)),
      rounds_(static_cast<std::size_t>(workers), 0) {}

void TouchedRows::accumulate(std::span<const std::int32_t> rows, int worker,
                             SampleGradients& gradients) {
    const auto workers = static_cast<std::int32_t>(touched_.size());
    auto& touched = touched_[static_cast<std::size_t>(worker)];
    auto& round = rounds_[static_cast<std::size_t>(worker)];
    touched.clear();
    ++round;
    for (std::uint32_t sample = 0; sample < rows.size(); ++sample) {
        const std::int32_t row = rows[sample];
        if (row % workers != worker) {
            continue;
        }
        auto& place = places_[static_cast<std::size_t>(row)];
        if (place.round != round) {
            place = {round, sample};
            touched.push_back({row, sample});
            continue;
        }
        if (!gradients.gmf.empty()) {
            addTo(gradients.gmfRow(place.sample), gradients.gmfRow(sample), gradients.gmfWidth);
        }
        if (!gradients.mlp.empty()) {
            addTo(gradients.mlpRow(place.sample), gradients.mlpRow(sample), gradients.mlpWidth);
        }
    }
}

}  // namespace ncf
