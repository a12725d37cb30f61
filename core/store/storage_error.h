#pragma once

#include "base/result.h"

#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <new>
#include <string>

namespace ncf {

// What SQLite refused, in words that name the file and the remedy.
Error storageError(const std::filesystem::path& file, const SQLite::Exception& exception);

// For content that contradicts itself: ends the reading the way SQLite ends it for a damaged page.
[[noreturn]] void broken(const std::string& what);

// Calls `work`, which returns a Result, and turns what SQLite throws into that Result's Error.
template <class Work>
auto guarded(const std::filesystem::path& file, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& exception) {
        return storageError(file, exception);
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::Storage,
                     "There is not enough memory to read “" + file.string() + "”.",
                     "Close other programs and try again."};
    }
}

}  // namespace ncf
