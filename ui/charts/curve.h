#pragma once

namespace ncf {

// A point of a curve in the data's own units.
struct CurvePoint {
    double x = 0;
    double y = 0;
};

// How a curve is drawn. Faint is the raw data behind a smoothed curve; a Ghost is thin and pale, an
// earlier result behind that of now.
enum class CurveStyle { Solid, Faint, Dashed, Points, Ghost };

}  // namespace ncf
