#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// The different rows of an embedding table that the samples of a batch touch, each with a place of
// its own: what depends on the row alone is then computed once per row and not once per sample.
class DistinctRows {
public:
    explicit DistinctRows(std::size_t tableRows) : marks_(tableRows) {}

    // `rows`: the row of each sample. Places are given in the order of first occurrence.
    void find(std::span<const std::int32_t> rows);

    std::size_t size() const { return rows_.size(); }
    std::span<const std::int32_t> rows() const { return rows_; }      // by place
    std::span<const std::int32_t> places() const { return places_; }  // by sample

private:
    struct Mark {
        std::uint32_t round = 0;  // the find() that last met the row
        std::int32_t place = 0;
    };
    std::vector<Mark> marks_;  // by row
    std::uint32_t round_ = 0;
    std::vector<std::int32_t> rows_;
    std::vector<std::int32_t> places_;
};

}  // namespace ncf
