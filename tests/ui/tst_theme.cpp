#include "resources/resources.h"
#include "theme/icons.h"
#include "theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;

namespace {

// Relative luminance and contrast ratio as WCAG 2.2 defines them.
double luminance(const QColor& colour) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

// The colour at most of the icon's opaque pixels.
QColor inkOf(const QIcon& icon, QIcon::Mode mode, QIcon::State state) {
    const QImage image = icon.pixmap({24, 24}, 2.0, mode, state).toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) == 255) {
                return image.pixelColor(x, y);
            }
        }
    }
    return {};
}

}  // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { initResources(); }

    void contrastIsEnough_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void contrastIsEnough() {
        QFETCH(bool, dark);
        Theme::apply(*qApp, dark ? Theme::Mode::Dark : Theme::Mode::Light);
        QCOMPARE(Theme::dark(), dark);
        const auto palette = QApplication::palette();
        const QColor input = palette.color(QPalette::Base);
        const QColor alternate = palette.color(QPalette::AlternateBase);
        for (const auto& behind : {Theme::window(), Theme::surface(), input, alternate}) {
            for (const auto& front : {Theme::text(), Theme::textMuted(), Theme::accent(),
                                      Theme::good(), Theme::warning(), Theme::bad()}) {
                QVERIFY2(contrast(front, behind) >= 4.5,
                         qPrintable(front.name() + " on " + behind.name()));
            }
        }
        QVERIFY(contrast(Theme::onAccent(), Theme::accent()) >= 4.5);
        QVERIFY(contrast(palette.color(QPalette::HighlightedText),
                         palette.color(QPalette::Highlight)) >= 4.5);
        for (const auto& behind : {Theme::surface(), input}) {
            QVERIFY(contrast(Theme::edge(), behind) >= 3);
        }
        for (int i = 0; i < 7; ++i) {
            QVERIFY2(contrast(Theme::series(i), Theme::surface()) >= 3,
                     qPrintable(Theme::series(i).name()));
        }
    }

    void seriesColoursWrapAround() {
        QCOMPARE(Theme::series(7), Theme::series(0));
        QVERIFY(Theme::series(0) != Theme::series(1));
    }

    void iconsAreTintedAndSharp() {
        for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            Theme::apply(*qApp, mode);
            const QIcon icon = themedIcon("play");
            QCOMPARE(inkOf(icon, QIcon::Normal, QIcon::Off), Theme::text());
            QCOMPARE(inkOf(icon, QIcon::Normal, QIcon::On), Theme::accent());
            QCOMPARE(inkOf(icon, QIcon::Disabled, QIcon::Off), Theme::textMuted());
            QCOMPARE(icon.pixmap({24, 24}, 1.5, QIcon::Normal).size(), QSize(36, 36));
        }
        QVERIFY(themedIcon("no-such-icon").isNull());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
