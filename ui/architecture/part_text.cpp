#include "architecture/part_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

class PartText {
    Q_DECLARE_TR_FUNCTIONS(PartText)
};

QString number(std::uint64_t n) {
    return QLocale().toString(static_cast<qulonglong>(n));
}

bool hasBias(const ModelConfig& config, NetworkPart part) {
    return config.biases && (part.kind == Kind::GmfUser || part.kind == Kind::GmfItem);
}

bool isPlainSum(const ModelConfig& config) {
    return config.gmf && config.dotProduct && !config.mlp;
}

QString outputShape(const ModelConfig& config, NetworkPart part) {
    if (isPlainSum(config)) {
        return PartText::tr("batch × 1, the plain sum and a bias");
    }
    const QString weights = number(parametersOf(config, part, 0, 0) - 1);
    return (config.gmf && config.dotProduct
                ? PartText::tr("batch × 1, the plain sum of the product, %1 weights and a bias")
                : PartText::tr("batch × 1, %1 weights and a bias"))
        .arg(weights);
}

// The tensor that the part holds, or what it does where it holds none.
QString shape(const ModelConfig& config, NetworkPart part, std::uint64_t users,
              std::uint64_t items) {
    const auto below = static_cast<std::uint64_t>(std::max(0, widthBelow(config, part)));
    const auto width = static_cast<std::uint64_t>(std::max(0, widthOf(config, part)));
    switch (part.kind) {
        case Kind::GmfUser:
        case Kind::MlpUser:
            return (hasBias(config, part) ? PartText::tr("%1 users × %2 and a bias each")
                                          : PartText::tr("%1 users × %2"))
                .arg(number(users), number(width));
        case Kind::GmfItem:
        case Kind::MlpItem:
            return (hasBias(config, part) ? PartText::tr("%1 items × %2 and a bias each")
                                          : PartText::tr("%1 items × %2"))
                .arg(number(items), number(width));
        case Kind::Product:
            return PartText::tr("batch × %1, number by number").arg(number(width));
        case Kind::Concatenation:
            return PartText::tr("batch × %1, user beside item").arg(number(width));
        case Kind::Output:
            return outputShape(config, part);
        case Kind::Dense:
            return PartText::tr("batch × %1, weights %1 × %2 + %1")
                .arg(number(width), number(below));
        case Kind::Score:
            return PartText::tr("the sigmoid makes a probability of the sum");
        default:
            return {};
    }
}

}  // namespace

QString partName(NetworkPart part) {
    switch (part.kind) {
        case Kind::UserId:
            return PartText::tr("User");
        case Kind::ItemId:
            return PartText::tr("Item");
        case Kind::GmfUser:
            return PartText::tr("GMF embedding of the user");
        case Kind::GmfItem:
            return PartText::tr("GMF embedding of the item");
        case Kind::MlpUser:
            return PartText::tr("MLP embedding of the user");
        case Kind::MlpItem:
            return PartText::tr("MLP embedding of the item");
        case Kind::Product:
            return PartText::tr("Product of the GMF embeddings");
        case Kind::Concatenation:
            return PartText::tr("Concatenation of the MLP embeddings");
        case Kind::Dense:
            return PartText::tr("Layer %1").arg(part.layer + 1);
        case Kind::Output:
            return PartText::tr("Weighted sum");
        case Kind::Score:
            return PartText::tr("Score");
    }
    return {};
}

QString partLabel(const ModelConfig& config, NetworkPart part) {
    const QString width = QString::number(widthOf(config, part));
    switch (part.kind) {
        case Kind::UserId:
            return PartText::tr("user");
        case Kind::ItemId:
            return PartText::tr("item");
        case Kind::Product:
            return PartText::tr("product  %1").arg(width);
        case Kind::Concatenation:
            return PartText::tr("joined  %1").arg(width);
        case Kind::Output:
            return isPlainSum(config) ? PartText::tr("sum") : PartText::tr("weighted sum");
        case Kind::Score:
            return PartText::tr("σ → score");
        default:
            return width;
    }
}

QString partDescription(const ModelConfig& config, NetworkPart part, std::uint64_t users,
                        std::uint64_t items) {
    const auto all = parameterCount(config, users, items);
    const auto own = parametersOf(config, part, users, items);
    QString text = shape(config, part, users, items);
    if (own > 0) {
        const double percent = 100.0 * static_cast<double>(own) / static_cast<double>(all);
        text += PartText::tr(": %1 parameters, %2 % of all")
                    .arg(number(own), percent < 0.1 ? PartText::tr("under 0.1")
                                                    : QLocale().toString(percent, 'f', 1));
    }
    return text;
}

QString healthDescription(const LayerHealth& health) {
    QString text =
        PartText::tr("gradient of size %1").arg(QLocale().toString(health.gradientNorm, 'g', 2));
    if (health.deadShare) {
        text += PartText::tr(", %1 % of the units dead")
                    .arg(QLocale().toString(100 * *health.deadShare, 'f', 0));
    }
    return text;
}

}  // namespace ncf
