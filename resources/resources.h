#pragma once

namespace ncf {

// Makes the program's own files readable below ":/ncf": icons/*.svg (24 × 24, black, to be tinted),
// icons/ncf-studio.svg (the application icon), demo/ratings.csv and demo/titles.csv. Call it once,
// before the first of them is used; a static library's resources are not there by themselves.
void initResources();

}  // namespace ncf
