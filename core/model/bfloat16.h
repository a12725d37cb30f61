#pragma once

namespace ncf {

// bfloat16 is a float32 without the last 16 bits of its fraction: 8 significant bits, the same
// range. Processors that have it multiply twice as many of them at a time and add the products up
// in float32; matrix.h has such a product.

// Whether this processor does, and the program was built with what it takes.
bool hasBFloat16();

}  // namespace ncf
