#pragma once

#include "store/storage_error.h"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace ncf {

// Columns of numbers as SQLite blobs: one after another, little-endian on every machine.

namespace blob_detail {

// Between this machine's byte order and little-endian; its own inverse.
template <class T>
void swapUnlessLittleEndian(std::span<char> bytes) {
    if constexpr (std::endian::native != std::endian::little) {
        for (std::size_t at = 0; at + sizeof(T) <= bytes.size(); at += sizeof(T)) {
            std::reverse(bytes.begin() + at, bytes.begin() + at + sizeof(T));
        }
    }
}

}  // namespace blob_detail

template <class T>
std::string toBlob(std::span<const T> values) {
    std::string bytes(values.size_bytes(), '\0');
    if (!values.empty()) {
        std::memcpy(bytes.data(), values.data(), bytes.size());
    }
    blob_detail::swapUnlessLittleEndian<T>(bytes);
    return bytes;
}

template <class T>
std::vector<T> fromBlob(const SQLite::Column& column) {
    // The pointer first: asking for the bytes may convert the value.
    const void* data = column.getBlob();
    const auto size = static_cast<std::size_t>(column.getBytes());
    if (size % sizeof(T) != 0) {
        broken("a column of numbers ends within a number");
    }
    std::vector<T> values(size / sizeof(T));
    if (size > 0) {
        std::memcpy(values.data(), data, size);
        blob_detail::swapUnlessLittleEndian<T>({reinterpret_cast<char*>(values.data()), size});
    }
    return values;
}

}  // namespace ncf
