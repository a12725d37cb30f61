#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace ncf {

// The look of the program, light and dark: one palette, one style sheet, and the colours that
// charts and diagrams draw with. Everything that paints asks here and repaints on
// QEvent::PaletteChange.
class Theme {
public:
    enum class Mode { System, Light, Dark };

    // Sets style (Fusion), palette and style sheet of the application; sizes of text follow its
    // font. Mode::System keeps following the system (with Qt 6.4: as it was at the first call).
    static void apply(QApplication& application, Mode mode);
    static Mode mode();
    static bool dark();

    // Spacing steps in device-independent pixels: the only gaps and margins that are used.
    static constexpr int kGapSmall = 6, kGap = 12, kGapLarge = 20;
    static constexpr int kRadius = 8;

    static QColor window();   // behind everything
    static QColor surface();  // cards, tables, charts
    static QColor outline();  // hairlines and grid
    static QColor edge();     // around fields and indicators, 3:1 against what they lie on
    static QColor text();
    static QColor textMuted();  // captions, axis labels
    static QColor accent();     // the primary button, the selected page
    static QColor onAccent();   // text and marks on the accent colour
    static QColor good();
    static QColor warning();
    static QColor bad();
    // Well-distinguishable line colours, also for the colour-blind; index wraps around.
    static QColor series(int index);
};

}  // namespace ncf
