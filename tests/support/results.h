#pragma once

#include <QTest>

// In a test function: ends it as failed, with the error's text, unless the Result or Status is
// good.
#define REQUIRE_OK(expression)                                                                     \
    do {                                                                                           \
        const auto& requiredResult = (expression);                                                 \
        QVERIFY2(bool(requiredResult), requiredResult ? "" : requiredResult.error().what.c_str()); \
    } while (false)
