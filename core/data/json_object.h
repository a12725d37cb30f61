#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// How deep arrays and objects may lie in one another.
inline constexpr int kMaxJsonDepth = 64;

// One key of an object with its value as text: strings without quotes and escapes, numbers as they
// are written, true and false as such, null as nothing, objects and arrays as their JSON.
struct JsonField {
    std::string key;
    std::string value;
};

// Reads one object of JSON after the other. What is no JSON is tried as Python's notation of a dict
// (see pythonAsJson()). One thread at a time.
class JsonObjectReader {
public:
    JsonObjectReader();
    ~JsonObjectReader();

    // The object that is the whole of `text`, but for a comma behind it. False if it is none, and
    // reason() says why.
    bool read(std::string_view text);
    // The fields of the object read last, in its order. A key that is repeated is so here, too.
    const std::vector<JsonField>& fields() const { return fields_; }
    const std::string& reason() const { return reason_; }
    // Whether the object read last is in Python's notation.
    bool python() const { return python_; }

private:
    struct Parser;

    bool readJson(std::string_view json);
    bool fail(std::string reason);

    std::unique_ptr<Parser> parser_;
    std::string padded_;
    std::vector<JsonField> fields_;
    std::string reason_;
    bool python_ = false;
};

}  // namespace ncf
