#pragma once

#include <string>
#include <utility>
#include <variant>

namespace ncf {

// Why something a person asked for could not be done. `ncf` turns the kind into its exit code.
enum class ErrorKind {
    BadInput,   // a file or a value is not what it should be
    NotFound,   // a file, run, user or item that does not exist
    Storage,    // the project file or the disk refused
    Cancelled,  // the person asked for it to stop
    Internal    // a bug or LibTorch: the text is for a bug report
};

// An error that a person can act on: what happened (naming file and line where there is one), and
// what to do about it.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string what;
    std::string remedy;

    // Both sentences, for one-line displays.
    std::string message() const { return remedy.empty() ? what : what + " " + remedy; }
};

inline Error cancelled() {
    return {ErrorKind::Cancelled, "Cancelled.", ""};
}

// A value or the reason why there is none. Check with `if (!result)` before `value()`.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return content_.index() == 0; }
    T& value() { return std::get<0>(content_); }
    const T& value() const { return std::get<0>(content_); }
    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const { return std::get<1>(content_); }

private:
    std::variant<T, Error> content_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), failed_(true) {}

    explicit operator bool() const { return !failed_; }
    const Error& error() const { return error_; }

private:
    Error error_;
    bool failed_ = false;
};

using Status = Result<void>;

}  // namespace ncf
