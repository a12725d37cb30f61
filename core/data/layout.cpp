#include "data/layout.h"

#include "data/json_rows.h"
#include "data/list_rows.h"
#include "data/wide_rows.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ncf {

namespace {

struct LayoutWords {
    Layout layout;
    std::string_view key;
    std::string_view name;
};

constexpr std::array<LayoutWords, 8> kLayouts = {{
    {Layout::Table, "table", "table"},
    {Layout::JsonLines, "json-lines", "JSON lines"},
    {Layout::JsonArray, "json-array", "JSON array"},
    {Layout::ItemLists, "item-lists", "lists of items"},
    {Layout::LibSvm, "libsvm", "LIBSVM"},
    {Layout::Netflix, "netflix", "Netflix Prize"},
    {Layout::Mind, "mind", "MIND behaviors"},
    {Layout::WideMatrix, "wide-matrix", "user × item matrix"},
}};

const LayoutWords& wordsOf(Layout layout) {
    return *std::find_if(kLayouts.begin(), kLayouts.end(),
                         [layout](const auto& words) { return words.layout == layout; });
}

}  // namespace

std::string layoutName(Layout layout) {
    return std::string(wordsOf(layout).name);
}

std::string layoutKey(Layout layout) {
    return std::string(wordsOf(layout).key);
}

std::optional<Layout> layoutOfKey(std::string_view key) {
    for (const auto& words : kLayouts) {
        if (words.key == key) {
            return words.layout;
        }
    }
    return std::nullopt;
}

std::unique_ptr<ByteSource> asCsv(std::unique_ptr<ByteSource> text, Layout layout,
                                  RejectedRows& rejected) {
    switch (layout) {
        case Layout::Table:
            break;
        case Layout::JsonLines:
            return jsonLinesAsCsv(std::move(text), rejected);
        case Layout::JsonArray:
            return jsonArrayAsCsv(std::move(text), rejected);
        case Layout::ItemLists:
            return itemListsAsCsv(std::move(text), rejected);
        case Layout::LibSvm:
            return libSvmAsCsv(std::move(text), rejected);
        case Layout::Netflix:
            return netflixAsCsv(std::move(text), rejected);
        case Layout::Mind:
            return mindAsCsv(std::move(text), rejected);
        case Layout::WideMatrix:
            return matrixAsCsv(std::move(text), rejected);
    }
    return text;
}

}  // namespace ncf
