#include "architecture/network_editor.h"

#include "architecture/network_view.h"
#include "architecture/part_text.h"
#include "theme/icons.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace ncf {

NetworkEditor::NetworkEditor(QWidget* parent) : QWidget(parent) {
    gmf_ = new QCheckBox(tr("GMF"));
    gmf_->setAccessibleName(tr("GMF branch"));
    mlp_ = new QCheckBox(tr("MLP"));
    mlp_->setAccessibleName(tr("MLP branch"));
    remove_ = new QPushButton;
    remove_->setAccessibleName(tr("Remove a dense layer"));
    remove_->setToolTip(tr("Removes the chosen dense layer, or the top one (Delete)."));
    add_ = new QPushButton;
    add_->setAccessibleName(tr("Add a dense layer"));
    add_->setToolTip(tr("Adds a dense layer above the chosen one, or on top (Insert)."));
    setIcons();
    view_ = new NetworkView;
    story_ = new QLabel;
    story_->setProperty("caption", true);
    story_->setWordWrap(true);
    story_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    // Three lines, so that what stands below hardly ever jumps.
    story_->setMinimumHeight(3 * fontMetrics().lineSpacing());

    auto* const switches = new QHBoxLayout;
    switches->addWidget(gmf_);
    switches->addSpacing(Theme::kGap);
    switches->addWidget(mlp_);
    switches->addStretch();
    switches->addWidget(new QLabel(tr("Layers")));
    switches->addWidget(remove_);
    switches->addWidget(add_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addLayout(switches);
    layout->addWidget(view_);
    layout->addWidget(story_);

    for (auto* const box : {gmf_, mlp_}) {
        connect(box, &QCheckBox::toggled, this,
                [this] { view_->setBranches(gmf_->isChecked(), mlp_->isChecked()); });
    }
    connect(add_, &QPushButton::clicked, view_, &NetworkView::addLayer);
    connect(remove_, &QPushButton::clicked, view_, &NetworkView::removeLayer);
    connect(view_, &NetworkView::pointed, this, &NetworkEditor::updateStory);
    connect(view_, &NetworkView::edited, this, [this](const QString& what, const QString& series) {
        updateControls();
        Q_EMIT edited(what, series);
    });
    updateControls();
    updateStory();
}

const ModelConfig& NetworkEditor::config() const {
    return view_->config();
}

void NetworkEditor::setConfig(const ModelConfig& config) {
    view_->setConfig(config);
    updateControls();
}

void NetworkEditor::setData(std::uint64_t users, std::uint64_t items) {
    view_->setData(users, items);
}

void NetworkEditor::setHealth(const std::vector<LayerHealth>& layers) {
    view_->setHealth(layers);
}

void NetworkEditor::updateControls() {
    const auto& config = view_->config();
    const auto show = [](QCheckBox* box, bool on, bool other, const QString& what) {
        const QSignalBlocker quiet(box);
        box->setChecked(on);
        // The last branch stays on.
        box->setEnabled(other || !on);
        box->setToolTip(box->isEnabled() ? what : tr("One branch has to stay on."));
    };
    show(gmf_, config.gmf, config.mlp, tr("Multiplies the user's and the item's embedding."));
    show(mlp_, config.mlp, config.gmf, tr("Sends both embeddings through the dense layers."));
    remove_->setEnabled(view_->canRemoveLayer());
    add_->setEnabled(view_->canAddLayer());
}

void NetworkEditor::updateStory() {
    const auto told = view_->hovered()    ? view_->hovered()
                      : view_->hasFocus() ? std::optional(view_->current())
                                          : std::nullopt;
    if (!told && !view_->isEnabled()) {
        story_->setText(
            tr("While it trains, the line in a dense layer speaks the size of its "
               "gradient, and red the share of its units that are dead: 0 for every "
               "sample."));
        return;
    }
    if (!told) {
        story_->setText(
            tr("Drag an edge of a bar, or click its number, to change its width. Drag a "
               "dense layer to move it."));
        return;
    }
    const bool wrong = !view_->item(*told)->look().problem.isEmpty();
    story_->setText(QStringLiteral("<b>%1</b><br><span style='color: %2'>%3</span>")
                        .arg(partName(*told), (wrong ? Theme::bad() : Theme::textMuted()).name(),
                             view_->describe(*told).toHtmlEscaped()));
}

void NetworkEditor::setIcons() {
    remove_->setIcon(themedIcon(QStringLiteral("minus")));
    add_->setIcon(themedIcon(QStringLiteral("plus")));
}

void NetworkEditor::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        setIcons();
        updateStory();
    }
    QWidget::changeEvent(event);
}

}  // namespace ncf
