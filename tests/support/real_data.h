#pragma once

#include <QString>
#include <QtGlobal>

#include <filesystem>

namespace ncf::test {

// The folder with the MovieLens data, which may not be redistributed and so is not part of the
// project; tests that need it skip where it is absent.
inline std::filesystem::path realData() {
    return qEnvironmentVariable("NCF_TEST_DATA", QStringLiteral(NCF_TEST_DATA)).toStdString();
}

}  // namespace ncf::test

// In a test function: ends it as skipped unless the file exists below the MovieLens folder.
#define NCF_REQUIRE_REAL_DATA(relative)                                                    \
    do {                                                                                   \
        if (!std::filesystem::exists(ncf::test::realData() / (relative))) {                \
            QSKIP("needs the MovieLens data (" relative "), which does not ship with it"); \
        }                                                                                  \
    } while (false)
