#pragma once

#include "base/result.h"

#include <exception>
#include <string>

namespace ncf {

// The outermost frame of a worker thread: calls `work`, which returns a Result, and makes an Error
// of an exception, which would otherwise end the program.
template <class Work>
auto caught(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Internal,
                     std::string("This failed unexpectedly: ") + exception.what() + ".",
                     "If memory is short, close other programs and try again."};
    }
}

}  // namespace ncf
