#include "data/json_object.h"

#include "base/text.h"
#include "data/python_literal.h"

#include <exception>
#include <simdjson.h>
#include <utility>

namespace ncf {

namespace {

// A record in Python's notation can become some times longer as JSON.
constexpr std::size_t kMaxParsedBytes = 128 << 20;
// An object with more keys than this is no row of interactions.
constexpr std::size_t kMaxKeys = 10'000;

// Whether the brackets of JSON text match and lie at most kMaxJsonDepth deep.
bool isWellNested(std::string_view json) {
    static_assert(kMaxJsonDepth <= 64);
    std::uint64_t squares = 0;  // one bit for each open bracket: whether it is a square one
    int depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inString) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                inString = false;
            }
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMaxJsonDepth) {
                return false;
            }
            squares = squares << 1 | (c == '[' ? 1u : 0u);
        } else if (c == '}' || c == ']') {
            if (depth == 0 || (squares & 1) != (c == ']' ? 1u : 0u)) {
                return false;
            }
            squares >>= 1;
            --depth;
        }
    }
    return depth == 0 && !inString;
}

bool isJsonNumber(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const auto digits = [&] {
        const auto start = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            ++at;
        }
        return at > start;
    };
    if (!digits()) {
        return false;
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!digits()) {
            return false;
        }
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
            ++at;
        }
        if (!digits()) {
            return false;
        }
    }
    return at == text.size();
}

std::string withoutBlanks(std::string_view json) {
    std::string small(json.size() + simdjson::SIMDJSON_PADDING, '\0');
    std::size_t size = 0;
    if (simdjson::minify(json.data(), json.size(), small.data(), size) != simdjson::SUCCESS) {
        return {};
    }
    small.resize(size);
    return small;
}

}  // namespace

struct JsonObjectReader::Parser {
    simdjson::ondemand::parser parser{kMaxParsedBytes};
};

JsonObjectReader::JsonObjectReader() : parser_(std::make_unique<Parser>()) {}
JsonObjectReader::~JsonObjectReader() = default;

bool JsonObjectReader::fail(std::string reason) {
    reason_ = std::move(reason);
    return false;
}

bool JsonObjectReader::read(std::string_view text) {
    text = trimmed(text);
    if (text.ends_with(',')) {
        text = trimmed(text.substr(0, text.size() - 1));
    }
    if (!text.starts_with('{')) {
        return fail("it is no JSON object");
    }
    try {
        // Files are in one notation throughout: what the last one was in is tried first.
        if (python_) {
            return readJson(pythonAsJson(text));
        }
        if (readJson(text)) {
            return true;
        }
        if (!isValidUtf8(text)) {
            return fail("it is not valid UTF-8");
        }
        const auto reason = reason_;
        python_ = readJson(pythonAsJson(text));
        return python_ || fail(reason);
    } catch (const std::exception& error) {
        return fail(std::string("it cannot be read as JSON: ") + error.what());
    }
}

bool JsonObjectReader::readJson(std::string_view json) {
    namespace od = simdjson::ondemand;
    const auto broken = [this](simdjson::error_code error) {
        std::string_view why = simdjson::error_message(error);
        why.remove_suffix(why.ends_with('.') ? 1 : 0);
        return fail("it is broken JSON: " + std::string(why));
    };
    padded_.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    padded_.assign(json);
    od::document document;
    auto error = parser_->parser
                     .iterate(simdjson::padded_string_view(padded_.data(), padded_.size(),
                                                           padded_.capacity()))
                     .get(document);
    if (error) {
        return broken(error);
    }
    od::object object;
    error = document.get_object().get(object);
    if (error) {
        return broken(error);
    }
    std::size_t count = 0;
    for (auto result : object) {
        od::field field;
        error = std::move(result).get(field);
        if (error) {
            return broken(error);
        }
        if (count == kMaxKeys) {
            return fail("it has more than " + withThousands(kMaxKeys) + " keys");
        }
        if (count == fields_.size()) {
            fields_.emplace_back();
        }
        auto& [key, value] = fields_[count++];
        std::string_view text;
        error = field.unescaped_key().get(text);
        if (error) {
            return broken(error);
        }
        key = text;
        auto content = field.value();
        const auto token = trimmed(content.raw_json_token());
        if (token.starts_with('{') || token.starts_with('[')) {
            if (token.front() == '{') {
                od::object inner;
                error = content.get_object().get(inner);
                error = error ? error : inner.raw_json().get(text);
            } else {
                od::array inner;
                error = content.get_array().get(inner);
                error = error ? error : inner.raw_json().get(text);
            }
            if (error) {
                return broken(error);
            }
            if (!isWellNested(text)) {
                return fail("it is broken JSON, or nested more than " +
                            std::to_string(kMaxJsonDepth) + " deep");
            }
            value = withoutBlanks(text);
        } else if (token.starts_with('"')) {
            error = content.get_string().get(text);
            if (error) {
                return broken(error);
            }
            value = text;
        } else if (token == "true" || token == "false" || isJsonNumber(token)) {
            value = token;
        } else if (token == "null") {
            value.clear();
        } else {
            return fail("it is broken JSON: " + std::string(token.substr(0, 40)) + " is no value");
        }
    }
    if (!document.current_location().error()) {
        return fail("more follows behind the object");
    }
    fields_.resize(count);
    return true;
}

}  // namespace ncf
