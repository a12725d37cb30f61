#include "theme/theme.h"

#include <QApplication>
#include <QGuiApplication>
#include <QStyleFactory>
#include <QStyleHints>

#include <array>

namespace ncf {

namespace {

// One set of colours; AA contrast of text and accent against window and surface.
struct Colours {
    QRgb window, surface, input, outline, text, muted, accent, onAccent, good, warning, bad;
    std::array<QRgb, 7> series;
};

constexpr Colours kLight = {
    0xfff4f5f8,
    0xffffffff,
    0xffffffff,
    0xffd9dce5,
    0xff1b1f2a,
    0xff5c6475,
    0xff3b5bdb,
    0xffffffff,
    0xff1d7f4c,
    0xff9a6200,
    0xffc02b3a,
    {0xff3b5bdb, 0xffd9580d, 0xff0b8a6a, 0xffb23a8e, 0xff8a6d00, 0xff1184b5, 0xff6b5fb5}};
constexpr Colours kDark = {
    0xff15171d,
    0xff1f222b,
    0xff272b36,
    0xff383d4b,
    0xffe8eaf0,
    0xffa3aab9,
    0xff8ea6ff,
    0xff10131c,
    0xff5fd39a,
    0xffe9b44c,
    0xffff7f8a,
    {0xff8ea6ff, 0xffffa066, 0xff54d1ab, 0xfff08ac9, 0xffe0c14a, 0xff66c5ee, 0xffb9aef5}};

Theme::Mode currentMode = Theme::Mode::System;
bool currentDark = false;

bool systemIsDark() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
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
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, c.surface);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.bad);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::ToolTipBase, c.surface);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Mid, c.outline);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor disabled = c.muted;
        disabled.setAlphaF(0.6f);
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    return palette;
}

QString makeStyleSheet() {
    const auto& c = colours();
    QString sheet = QStringLiteral(R"(
QToolTip { background: @surface; color: @text; border: 1px solid @outline; padding: 6px; }
QFrame[card="true"] { background: @surface; border: 1px solid @outline; border-radius: 8px; }
QLabel[cardTitle="true"] { font-weight: 600; }
QLabel[headline="true"] { font-size: 17pt; font-weight: 600; }
QLabel[figure="true"] { font-size: 19pt; font-weight: 600; }
QLabel[caption="true"] { color: @muted; }
QLabel[problem="true"] { color: @bad; }
QPushButton { background: @surface; border: 1px solid @outline; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover { border-color: @accent; }
QPushButton:pressed { background: @window; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:disabled { color: @muted; background: @window; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid @text; }
QPushButton[primary="true"]:disabled { background: @outline; border-color: @outline; color: @muted; }
QPushButton[danger="true"] { color: @bad; }
QComboBox { min-height: 24px; }
QSpinBox, QDoubleSpinBox { min-height: 24px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @outline; border-radius: 4px; margin: 1px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView, QListView { background: @surface; alternate-background-color: @window; border: 1px solid @outline; border-radius: 6px; gridline-color: @outline; }
QTableView::item { padding: 0 6px; }
QTableView:focus, QListView:focus { border: 1px solid @accent; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @outline; padding: 6px 8px; }
QTableCornerButton::section { background: @surface; border: none; }
QProgressBar { background: @outline; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QScrollArea { background: transparent; }
QWidget#rail { background: @surface; border-right: 1px solid @outline; }
QWidget#rail QToolButton { border: none; border-radius: 8px; padding: 8px 4px; color: @muted; }
QWidget#rail QToolButton:hover { background: @window; }
QWidget#rail QToolButton:checked { background: @window; color: @accent; font-weight: 600; }
QWidget#rail QToolButton:focus { border: 2px solid @accent; }
QFrame[banner="error"] { background: @surface; border: 1px solid @outline; border-left: 4px solid @bad; border-radius: 6px; }
QFrame[banner="notice"] { background: @surface; border: 1px solid @outline; border-left: 4px solid @accent; border-radius: 6px; }
QMenuBar { background: @window; }
QSplitter::handle { background: transparent; }
)");
    const std::pair<const char*, QRgb> names[] = {
        {"@onAccent", c.onAccent}, {"@window", c.window},   {"@surface", c.surface},
        {"@input", c.input},       {"@outline", c.outline}, {"@text", c.text},
        {"@muted", c.muted},       {"@accent", c.accent},   {"@bad", c.bad}};
    for (const auto& [name, colour] : names) {
        sheet.replace(QLatin1String(name), QColor(colour).name());
    }
    return sheet;
}

}  // namespace

void Theme::apply(QApplication& application, Mode mode) {
    currentMode = mode;
    currentDark = mode == Mode::System ? systemIsDark() : mode == Mode::Dark;
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(makePalette());
    application.setStyleSheet(makeStyleSheet());
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
QColor Theme::text() {
    return colours().text;
}
QColor Theme::textMuted() {
    return colours().muted;
}
QColor Theme::accent() {
    return colours().accent;
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
