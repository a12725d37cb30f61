#include "recommendations/map_tools.h"

#include "theme/icons.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace ncf {

namespace {
constexpr int kSearchDelay = 200;  // milliseconds after the last key
}

MapTools::MapTools(QWidget* parent) : QWidget(parent) {
    of_ = new QComboBox;
    of_->setAccessibleName(tr("What the points are"));
    of_->addItem(tr("Items"), static_cast<int>(MapOf::Items));
    of_->addItem(tr("Users"), static_cast<int>(MapOf::Users));
    colouring_ = new QComboBox;
    colouring_->setAccessibleName(tr("What the colours mean"));
    colouring_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    search_ = new QLineEdit;
    search_->setClearButtonEnabled(true);
    search_->setPlaceholderText(tr("Find on the map"));
    search_->setAccessibleName(tr("Find on the map"));
    search_->setToolTip(tr("Words of a title, or an id. Return goes from one to the next."));
    found_ = new QLabel;
    found_->setProperty("caption", true);
    fit_ = makeButton(tr("Show the whole map"), tr("Show everything again (double click, or 0).\n"
                                                   "The wheel zooms, a drag moves."));
    save_ = makeButton(tr("Save the map"), tr("Save as a picture or as numbers"));
    fillSaveMenu();
    setIcons();
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapSmall);
    row->addWidget(of_);
    row->addWidget(colouring_);
    row->addWidget(search_, 1);
    row->addWidget(found_);
    row->addWidget(fit_);
    row->addWidget(save_);

    searchSoon_.setSingleShot(true);
    searchSoon_.setInterval(kSearchDelay);
    connect(of_, &QComboBox::activated, this, &MapTools::ofChosen);
    connect(colouring_, &QComboBox::activated, this, &MapTools::colouringChosen);
    connect(search_, &QLineEdit::textChanged, this, [this] { searchSoon_.start(); });
    connect(&searchSoon_, &QTimer::timeout, this,
            [this] { Q_EMIT searchChanged(search_->text().trimmed()); });
    connect(search_, &QLineEdit::returnPressed, this, &MapTools::nextRequested);
    connect(fit_, &QToolButton::clicked, this, &MapTools::fitRequested);
}

QToolButton* MapTools::makeButton(const QString& name, const QString& help) {
    auto* const button = new QToolButton;
    button->setProperty("quiet", true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(name);
    button->setToolTip(help);
    return button;
}

void MapTools::fillSaveMenu() {
    auto* const menu = new QMenu(save_);
    const auto add = [&](const QString& text, ChartFormat format) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, format] { Q_EMIT saveRequested(format); });
    };
    add(tr("Picture (PNG)…"), ChartFormat::Png);
    add(tr("Drawing (SVG)…"), ChartFormat::Svg);
    add(tr("Coordinates (CSV)…"), ChartFormat::Csv);
    save_->setMenu(menu);
    save_->setPopupMode(QToolButton::InstantPopup);
}

void MapTools::setMap(const EmbeddingMap& map) {
    const auto before = colouring_->currentData();
    colouring_->clear();
    const auto add = [&](const QString& text, MapColouring colouring) {
        colouring_->addItem(text, static_cast<int>(colouring));
    };
    if (hasGenres(map)) {
        add(tr("Coloured by genre"), MapColouring::Genre);
    }
    add(map.of == MapOf::Items ? tr("Coloured by popularity") : tr("Coloured by activity"),
        MapColouring::Popularity);
    add(tr("Coloured by group"), MapColouring::Cluster);
    colouring_->setCurrentIndex(std::max(0, colouring_->findData(before)));
    const QSignalBlocker blocker(search_);
    search_->clear();
    searchSoon_.stop();
    found_->clear();
}

MapOf MapTools::of() const {
    return static_cast<MapOf>(of_->currentData().toInt());
}

MapColouring MapTools::colouring() const {
    return static_cast<MapColouring>(colouring_->currentData().toInt());
}

void MapTools::setFound(std::optional<std::size_t> count, std::size_t most) {
    found_->setText(!count          ? QString()
                    : *count == 0   ? tr("nothing found")
                    : *count < most ? tr("%1 found").arg(*count)
                                    : tr("the first %1").arg(most));
}

void MapTools::setIcons() {
    fit_->setIcon(themedIcon(QStringLiteral("zoom-out")));
    save_->setIcon(themedIcon(QStringLiteral("save")));
}

void MapTools::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        setIcons();
    }
    QWidget::changeEvent(event);
}

}  // namespace ncf
