#include "charts/chart_toolbar.h"

#include "theme/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace ncf {

ChartToolbar::ChartToolbar(const QString& chart, QWidget* parent) : QWidget(parent) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    logarithmic_ =
        makeButton(tr("Logarithmic axis of “%1”").arg(chart), tr("Logarithmic vertical axis"));
    logarithmic_->setText(tr("log"));
    logarithmic_->setCheckable(true);
    reset_ =
        makeButton(tr("Show all of “%1”").arg(chart),
                   tr("Show everything again (double click, or Home).\nThe wheel zooms, a drag "
                      "selects a part, the middle button or Shift with a drag moves it."));
    save_ = makeButton(tr("Save “%1”").arg(chart), tr("Save as a picture or as numbers"));
    auto* const menu = new QMenu(save_);
    const auto add = [&](const QString& text, ChartFormat format) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, format] { Q_EMIT saveRequested(format); });
    };
    add(tr("Picture (PNG)…"), ChartFormat::Png);
    add(tr("Drawing (SVG)…"), ChartFormat::Svg);
    add(tr("All points (CSV)…"), ChartFormat::Csv);
    save_->setMenu(menu);
    save_->setPopupMode(QToolButton::InstantPopup);
    connect(logarithmic_, &QToolButton::toggled, this, &ChartToolbar::logarithmicToggled);
    connect(reset_, &QToolButton::clicked, this, &ChartToolbar::resetRequested);
    setIcons();
    setPossible(false, false, false);
}

QToolButton* ChartToolbar::makeButton(const QString& name, const QString& help) {
    auto* const button = new QToolButton;
    button->setProperty("quiet", true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(name);
    button->setToolTip(help);
    layout()->addWidget(button);
    return button;
}

void ChartToolbar::setPossible(bool save, bool reset, bool logarithmic) {
    save_->setEnabled(save);
    reset_->setEnabled(reset);
    logarithmic_->setVisible(logarithmic);
}

void ChartToolbar::setIcons() {
    reset_->setIcon(themedIcon(QStringLiteral("zoom-out")));
    save_->setIcon(themedIcon(QStringLiteral("save")));
}

void ChartToolbar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        setIcons();
    }
    QWidget::changeEvent(event);
}

}  // namespace ncf
