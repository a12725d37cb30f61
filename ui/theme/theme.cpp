#include "theme/theme.h"

#include "theme/control_style.h"

#include <QApplication>
#include <QFontInfo>
#include <QStyleHints>

#include <array>
#include <cmath>
#include <utility>

namespace ncf {

namespace {

// One set of colours. Contrast against window, surface, alternate and selection: texts and accent
// at least 4.5:1, edge and series at least 3:1 (WCAG 2.2 AA); tst_theme measures it.
struct Colours {
    QRgb window, surface, input, alternate, selection, outline, edge, text, muted;
    QRgb accent, accentHover, onAccent, good, warning, bad;
    // In hues that stay apart with each common kind of colour blindness, after Okabe and Ito.
    std::array<QRgb, 7> series;
};

constexpr Colours kLight = {
    .window = 0xfff4f5f8,
    .surface = 0xffffffff,
    .input = 0xffffffff,
    .alternate = 0xfff8f9fb,
    .selection = 0xffe0e6fb,
    .outline = 0xffdde0e8,
    .edge = 0xff868d9d,
    .text = 0xff1b1f2a,
    .muted = 0xff5a6273,
    .accent = 0xff3b5bdb,
    .accentHover = 0xff2f4bc0,
    .onAccent = 0xffffffff,
    .good = 0xff1a7545,
    .warning = 0xff8f5b00,
    .bad = 0xffb92736,
    .series = {0xff3b5bdb, 0xffd9580d, 0xff0b8a6a, 0xffb23a8e, 0xff8a6d00, 0xff1184b5, 0xff6b5fb5},
};
constexpr Colours kDark = {
    .window = 0xff15171d,
    .surface = 0xff1f222b,
    .input = 0xff262a35,
    .alternate = 0xff232731,
    .selection = 0xff333d63,
    .outline = 0xff353a47,
    .edge = 0xff7b8294,
    .text = 0xffe8eaf0,
    .muted = 0xffa8afbd,
    .accent = 0xff93a9ff,
    .accentHover = 0xffb0c0ff,
    .onAccent = 0xff10131c,
    .good = 0xff5fd39a,
    .warning = 0xffe9b44c,
    .bad = 0xffff8a94,
    .series = {0xff8ea6ff, 0xffffa066, 0xff54d1ab, 0xfff08ac9, 0xffe0c14a, 0xff66c5ee, 0xffb9aef5},
};

Theme::Mode currentMode = Theme::Mode::System;
bool currentDark = false;

bool systemIsDark() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
    // Only the palette of before the first change of ours tells.
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
#endif
}

const Colours& colours() {
    return currentDark ? kDark : kLight;
}

QPalette makePalette() {
    const auto& c = colours();
    QPalette palette;
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.input);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, c.surface);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.bad);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::ToolTipBase, c.surface);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Light, c.surface);
    palette.setColor(QPalette::Midlight, c.outline);
    palette.setColor(QPalette::Mid, c.outline);
    palette.setColor(QPalette::Dark, c.edge);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, c.edge);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.outline);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, c.muted);
    return palette;
}

// Names after an "@" are replaced by colours and sizes.
constexpr auto kStyleSheet = R"(
QToolTip { background: @surface; color: @text; border: 1px solid @outline; padding: 6px; }

QFrame[card="true"] { background: @surface; border: 1px solid @outline; border-radius: @radius; }
QLabel[cardTitle="true"] { font-weight: 600; }
QLabel[headline="true"] { font-size: @headlineSize; font-weight: 600; }
QLabel[figure="true"] { font-size: @figureSize; font-weight: 600; }
QLabel[caption="true"] { color: @muted; }
QLabel[problem="true"] { color: @bad; }
QFrame[banner="error"], QFrame[banner="notice"], QFrame[banner="warning"] {
    background: @surface; border: 1px solid @outline; border-left: 4px solid @accent;
    border-top-right-radius: @radius; border-bottom-right-radius: @radius; }
QFrame[banner="error"] { border-left-color: @bad; }
QFrame[banner="warning"] { border-left-color: @warning; }
QLabel[doubt="true"] { background: @warning; color: @surface; border-radius: 4px; font-weight: 600; }

QPushButton { background: @surface; border: 1px solid @edge; border-radius: 6px;
              padding: 6px 14px; min-height: 18px; }
QPushButton:hover { border-color: @accent; color: @accent; }
QPushButton:pressed { background: @selection; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:disabled { color: @edge; background: @window; border-color: @outline; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accentHover; border-color: @accentHover; color: @onAccent; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @outline; border-color: @outline; color: @edge; }
QPushButton[danger="true"] { color: @bad; }
QPushButton[danger="true"]:hover, QPushButton[danger="true"]:focus { border-color: @bad; }
QPushButton[danger="true"]:disabled { color: @edge; border-color: @outline; }
QPushButton[quiet="true"] { background: transparent; border-color: transparent; color: @muted; }
QPushButton[quiet="true"]:hover { color: @accent; }
QPushButton[quiet="true"]:focus { border-color: @accent; }

QToolButton[quiet="true"] { border: 1px solid transparent; border-radius: 6px; padding: 2px 4px; color: @muted; }
QToolButton[quiet="true"]:hover { border-color: @edge; color: @text; }
QToolButton[quiet="true"]:checked { background: @selection; color: @accent; }
QToolButton[quiet="true"]:focus { border-color: @accent; }
QToolButton[quiet="true"]:disabled { color: @edge; }
QToolButton[quiet="true"]::menu-indicator { image: none; }

QLineEdit { min-height: 26px; padding: 0 4px; }
QAbstractSpinBox QLineEdit { min-height: 0; padding: 0 2px; }
QComboBox, QAbstractSpinBox { min-height: 22px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @outline; outline: none; }

QTableView, QListView { background: @surface; alternate-background-color: @alternate;
    border: 1px solid @outline; border-radius: 6px; padding: 1px; gridline-color: @outline;
    selection-background-color: @selection; selection-color: @text; outline: none; }
QTableView:focus, QListView:focus { border-color: @accent; }
QTableView::item { padding: 0 6px; border: none; }
QHeaderView { background: @surface; }
QHeaderView::section { background: @surface; color: @muted; border: none; font-weight: normal;
    border-bottom: 1px solid @outline; padding: 6px 8px; }
QTableCornerButton::section { background: @surface; border: none; }

QTabWidget::pane { border: none; margin-top: 8px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid @outline;
    padding: 5px 14px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; }
QTabBar::tab:focus { background: @selection; }

QProgressBar { background: @outline; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QSlider::groove:horizontal { height: 4px; background: @outline; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @surface; border: 2px solid @accent; width: 10px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: @accent; }

QScrollArea { background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @edge; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QWidget#rail { background: @surface; border-right: 1px solid @outline; }
QWidget#rail QToolButton { border: 2px solid transparent; border-radius: @radius; padding: 6px 2px; color: @muted; }
QWidget#rail QToolButton:hover { background: @window; color: @text; }
QWidget#rail QToolButton:checked { background: @selection; color: @accent; font-weight: 600; }
QWidget#rail QToolButton:focus { border-color: @accent; }

QMenuBar { background: @window; }
QMenu { background: @surface; border: 1px solid @outline; padding: 4px; }
QMenu::item:selected { background: @selection; color: @text; }
QStatusBar { background: @window; }
QStatusBar::item { border: none; }
QSplitter::handle { background: transparent; }
)";

QString makeStyleSheet(const QFont& font) {
    const auto& c = colours();
    const double points = QFontInfo(font).pointSizeF();
    const auto size = [&](double factor) {
        return QStringLiteral("%1pt").arg(std::lround(points * factor));
    };
    const auto hex = [](QRgb colour) { return QColor(colour).name(); };
    // Longer names come before those they begin with.
    const std::pair<const char*, QString> values[] = {
        {"@headlineSize", size(1.7)},
        {"@figureSize", size(2.0)},
        {"@radius", QStringLiteral("%1px").arg(Theme::kRadius)},
        {"@window", hex(c.window)},
        {"@surface", hex(c.surface)},
        {"@alternate", hex(c.alternate)},
        {"@selection", hex(c.selection)},
        {"@outline", hex(c.outline)},
        {"@edge", hex(c.edge)},
        {"@text", hex(c.text)},
        {"@muted", hex(c.muted)},
        {"@accentHover", hex(c.accentHover)},
        {"@accent", hex(c.accent)},
        {"@onAccent", hex(c.onAccent)},
        {"@bad", hex(c.bad)},
        {"@warning", hex(c.warning)},
    };
    QString sheet = QString::fromLatin1(kStyleSheet);
    for (const auto& [name, value] : values) {
        sheet.replace(QLatin1String(name), value);
    }
    return sheet;
}

// Once: the style, and on Qt versions that tell, the wish to follow the system when it changes.
void prepare(QApplication& application) {
    static bool prepared = false;
    if (std::exchange(prepared, true)) {
        return;
    }
    systemIsDark();
    application.setStyle(new ControlStyle);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, &application,
                     [&application] {
                         if (currentMode == Theme::Mode::System) {
                             Theme::apply(application, currentMode);
                         }
                     });
#endif
}

}  // namespace

void Theme::apply(QApplication& application, Mode mode) {
    prepare(application);
    currentMode = mode;
    currentDark = mode == Mode::System ? systemIsDark() : mode == Mode::Dark;
    // Qt takes seven times as long to replace a style sheet as to take it away and set another.
    application.setStyleSheet({});
    application.setPalette(makePalette());
    application.setStyleSheet(makeStyleSheet(application.font()));
}

Theme::Mode Theme::mode() {
    return currentMode;
}
bool Theme::dark() {
    return currentDark;
}
QColor Theme::window() {
    return colours().window;
}
QColor Theme::surface() {
    return colours().surface;
}
QColor Theme::outline() {
    return colours().outline;
}
QColor Theme::edge() {
    return colours().edge;
}
QColor Theme::text() {
    return colours().text;
}
QColor Theme::textMuted() {
    return colours().muted;
}
QColor Theme::accent() {
    return colours().accent;
}
QColor Theme::onAccent() {
    return colours().onAccent;
}
QColor Theme::good() {
    return colours().good;
}
QColor Theme::warning() {
    return colours().warning;
}
QColor Theme::bad() {
    return colours().bad;
}

QColor Theme::series(int index) {
    const auto& all = colours().series;
    return all[static_cast<std::size_t>(index) % all.size()];
}

}  // namespace ncf
