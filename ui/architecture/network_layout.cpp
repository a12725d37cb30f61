#include "architecture/network_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

constexpr double kBar = 22;      // height of a bar
constexpr double kPitch = 36;    // from row to row
constexpr double kProblem = 16;  // more below a row that has words of a problem
constexpr double kMargin = 6;    // around everything, for the focus ring
constexpr double kGap = 12;      // between bars and between branches
constexpr double kShortest = 34;
constexpr double kLongestDoublings = 10;  // a width of 1,024 fills its room
constexpr double kReach = 5;              // around a bar that belongs to it for the pointer
constexpr double kEdge = 7;               // inside a bar that takes hold of its edge
constexpr double kNumber = 16;            // on either side of the middle
constexpr double kLeastPixelsPerDoubling = 8;
constexpr double kGmfShare = 0.4;  // of the width, where both branches are on

// A branch's part of the drawing.
struct Column {
    double left = 0, width = 0;
    double centre() const { return left + width / 2; }
};

class Builder {
public:
    Builder(const ModelConfig& config, double width) : config_(config), width_(width) {
        const double inner = width - 2 * kMargin;
        gmf_ = mlp_ = {kMargin, inner};
        if (config.gmf && config.mlp) {
            gmf_.width = std::floor((inner - 2 * kGap) * kGmfShare);
            mlp_ = {gmf_.left + gmf_.width + 2 * kGap, inner - gmf_.width - 2 * kGap};
        }
        problems_ = partProblems(config);
    }

    NetworkLayout build() {
        const Column all{kMargin, width_ - 2 * kMargin};
        row({{{Kind::Score}, all}});
        row({{{Kind::Output}, all}});
        if (config_.mlp) {
            for (std::size_t layer = config_.tower.size(); layer-- > 0;) {
                row({{{Kind::Dense, layer}, mlp_}});
            }
        }
        std::vector<Place> joints, embeddings;
        if (config_.gmf) {
            joints.push_back({{Kind::Product}, gmf_});
            pair(embeddings, Kind::GmfUser, Kind::GmfItem, gmf_);
        }
        if (config_.mlp) {
            joints.push_back({{Kind::Concatenation}, mlp_});
            pair(embeddings, Kind::MlpUser, Kind::MlpItem, mlp_);
        }
        row(joints);
        row(embeddings);
        std::vector<Place> ids;
        pair(ids, Kind::UserId, Kind::ItemId, all);
        row(ids);
        layout_.size = {width_, top_ - (kPitch - kBar) + kMargin};
        connect();
        return std::move(layout_);
    }

private:
    struct Place {
        NetworkPart part;
        Column column;
    };

    static void pair(std::vector<Place>& places, Kind user, Kind item, const Column& column) {
        const double each = (column.width - kGap) / 2;
        places.push_back({{user}, {column.left, each}});
        places.push_back({{item}, {column.left + each + kGap, each}});
    }

    void row(const std::vector<Place>& places) {
        bool problem = false;
        for (const auto& [part, column] : places) {
            const double length = lengthOf(part, column.width);
            layout_.parts.push_back(
                {part, {column.centre() - length / 2, top_, length, kBar}, column.width});
            problem = problem || std::any_of(problems_.begin(), problems_.end(),
                                             [&](const auto& p) { return p.part == part; });
        }
        top_ += kPitch + (problem ? kProblem : 0);
    }

    double lengthOf(NetworkPart part, double room) const {
        switch (part.kind) {
            case Kind::UserId:
            case Kind::ItemId:
                return 60;
            case Kind::Output:
                return 130;
            case Kind::Score:
                return 80;
            case Kind::Product:
            case Kind::Concatenation:
                // Room for a word beside the number.
                return std::max(std::min(room, 104.0), barLength(widthOf(config_, part), room));
            default:
                return barLength(widthOf(config_, part), room);
        }
    }

    void connect() {
        const auto wire = [&](NetworkPart from, NetworkPart to) {
            layout_.wires.push_back({from, to});
        };
        if (config_.gmf) {
            wire({Kind::UserId}, {Kind::GmfUser});
            wire({Kind::ItemId}, {Kind::GmfItem});
            wire({Kind::GmfUser}, {Kind::Product});
            wire({Kind::GmfItem}, {Kind::Product});
            wire({Kind::Product}, {Kind::Output});
        }
        if (config_.mlp) {
            wire({Kind::UserId}, {Kind::MlpUser});
            wire({Kind::ItemId}, {Kind::MlpItem});
            wire({Kind::MlpUser}, {Kind::Concatenation});
            wire({Kind::MlpItem}, {Kind::Concatenation});
            NetworkPart below{Kind::Concatenation};
            for (std::size_t layer = 0; layer < config_.tower.size(); ++layer) {
                wire(below, {Kind::Dense, layer});
                below = {Kind::Dense, layer};
            }
            wire(below, {Kind::Output});
        }
        wire({Kind::Output}, {Kind::Score});
    }

    const ModelConfig& config_;
    double width_;
    double top_ = kMargin;
    Column gmf_, mlp_;
    std::vector<PartProblem> problems_;
    NetworkLayout layout_;
};

double pixelsPerDoubling(double room) {
    return std::max(0.0, room - kShortest) / kLongestDoublings;
}

}  // namespace

const PlacedPart* NetworkLayout::find(NetworkPart part) const {
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [&](const PlacedPart& placed) { return placed.part == part; });
    return found == parts.end() ? nullptr : &*found;
}

const PlacedPart* NetworkLayout::at(QPointF point) const {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const PlacedPart& placed) {
        return placed.bar.adjusted(-kReach, -kReach, kReach, kReach).contains(point);
    });
    return found == parts.end() ? nullptr : &*found;
}

std::size_t NetworkLayout::layerNear(double y) const {
    std::size_t nearest = 0;
    double least = std::numeric_limits<double>::max();
    for (const auto& placed : parts) {
        const double distance = std::abs(placed.bar.center().y() - y);
        if (placed.part.kind == Kind::Dense && distance < least) {
            least = distance;
            nearest = placed.part.layer;
        }
    }
    return nearest;
}

NetworkLayout layoutNetwork(const ModelConfig& config, double width) {
    return Builder(config, width).build();
}

double barLength(int width, double room) {
    const double doublings = std::log2(std::max(1, width));
    return std::min(room, kShortest + pixelsPerDoubling(room) * doublings);
}

Grip gripAt(const PlacedPart& placed, QPointF point) {
    if (mostWidth(placed.part) > 0) {
        if (point.x() < placed.bar.left() + kEdge) {
            return Grip::LeftEdge;
        }
        if (point.x() > placed.bar.right() - kEdge) {
            return Grip::RightEdge;
        }
        if (std::abs(point.x() - placed.bar.center().x()) < kNumber) {
            return Grip::Number;
        }
    }
    return Grip::Body;
}

double doublingsOf(double pixels, double room) {
    // The bar grows on both sides.
    return pixels / std::max(kLeastPixelsPerDoubling, pixelsPerDoubling(room) / 2);
}

}  // namespace ncf
