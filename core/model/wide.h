#pragma once

// Before a function: compile it again for processors with AVX2 and with AVX-512, and choose when it
// is first called. Not under ThreadSanitizer, which cannot start a program that chooses so early.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define NCF_WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NCF_WIDE
#endif
