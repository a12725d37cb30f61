#include "data/genre_text.h"

#include "base/text.h"
#include "data/html_entities.h"
#include "data/missing_value.h"
#include "data/python_literal.h"

#include <algorithm>
#include <exception>
#include <simdjson.h>

namespace ncf {

namespace {

namespace dom = simdjson::dom;

void addNames(const dom::element& value, std::vector<std::string>& names);

void addNamesOf(const dom::object& object, std::vector<std::string>& names) {
    for (const char* key : {"name", "title", "genre", "description", "label"}) {
        std::string_view name;
        if (object[key].get(name) == simdjson::SUCCESS) {
            names.push_back(withoutHtmlEntities(name));
            return;
        }
    }
    for (const auto& [key, value] : object) {
        if (value.is_number()) {
            names.push_back(withoutHtmlEntities(key));
        }
    }
}

void addNames(const dom::element& value, std::vector<std::string>& names) {
    if (value.is_array()) {
        for (const auto& inner : dom::array(value)) {
            addNames(inner, names);
        }
    } else if (value.is_object()) {
        addNamesOf(dom::object(value), names);
    } else if (value.is_string()) {
        names.push_back(withoutHtmlEntities(std::string_view(value)));
    }
}

// Of a list in JSON or Python's notation. False if the text is none.
bool readList(std::string_view text, std::vector<std::string>& names) {
    try {
        dom::parser parser;
        dom::element value;
        if (parser.parse(std::string(text)).get(value) != simdjson::SUCCESS &&
            parser.parse(pythonAsJson(text)).get(value) != simdjson::SUCCESS) {
            return false;
        }
        addNames(value, names);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace

std::string joinedGenres(const std::vector<std::string>& names) {
    std::string genres;
    std::vector<std::string_view> seen;
    for (const auto& untrimmed : names) {
        const auto name = trimmed(untrimmed);
        if (name.empty() || std::find(seen.begin(), seen.end(), name) != seen.end()) {
            continue;
        }
        seen.push_back(name);
        genres += (genres.empty() ? "" : "|") + std::string(name);
    }
    return genres;
}

std::string genresFrom(std::string_view text, bool blanks) {
    text = trimmed(text);
    std::vector<std::string> names;
    const bool list = text.starts_with('[') || text.starts_with('{');
    if (list && readList(text, names)) {
        return joinedGenres(names);
    }
    const auto plain = withoutHtmlEntities(text);
    if (isMissing(plain) || plain == "(no genres listed)") {
        return {};
    }
    std::string_view separator = blanks ? " " : ",";
    for (const std::string_view plainer : {"|", ";"}) {
        if (plain.find(plainer) != std::string::npos) {
            separator = plainer;
            break;
        }
    }
    for (const auto part : splitText(plain, separator)) {
        names.emplace_back(part);
    }
    return joinedGenres(names);
}

}  // namespace ncf
