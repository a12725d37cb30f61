#include "models/list_moves.h"

#include "experiment/list_ranks.h"

#include <QCoreApplication>

namespace ncf {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ncf::ListMove", text);
}

}  // namespace

std::vector<ListMove> movesSince(std::span<const RecommendationRow> before,
                                 std::span<const RecommendationRow> now) {
    const ListRanks ranks(before);
    std::vector<ListMove> moves;
    moves.reserve(now.size());
    for (const auto& row : now) {
        const int rank = ranks.of(row.item);
        const int up = rank - row.rank;
        moves.push_back(rank == 0 ? ListMove{ListMove::Kind::New}
                        : up > 0  ? ListMove{ListMove::Kind::Up, up}
                        : up < 0  ? ListMove{ListMove::Kind::Down, -up}
                                  : ListMove{});
    }
    return moves;
}

std::vector<ListMove> lostIn(std::span<const RecommendationRow> after,
                             std::span<const RecommendationRow> now) {
    const ListRanks ranks(after);
    std::vector<ListMove> moves;
    moves.reserve(now.size());
    for (const auto& row : now) {
        moves.push_back({ranks.of(row.item) > 0 ? ListMove::Kind::None : ListMove::Kind::Gone});
    }
    return moves;
}

QString moveMark(const ListMove& move) {
    switch (move.kind) {
        case ListMove::Kind::Up:
            return QStringLiteral("▲ %1").arg(move.places);
        case ListMove::Kind::Down:
            return QStringLiteral("▼ %1").arg(move.places);
        case ListMove::Kind::New:
            return tr("new");
        case ListMove::Kind::Gone:
            return tr("gone");
        case ListMove::Kind::None:
            break;
    }
    return {};
}

QString moveInWords(const ListMove& move) {
    switch (move.kind) {
        case ListMove::Kind::Up:
            return move.places == 1 ? tr("One place higher than before")
                                    : tr("%1 places higher than before").arg(move.places);
        case ListMove::Kind::Down:
            return move.places == 1 ? tr("One place lower than before")
                                    : tr("%1 places lower than before").arg(move.places);
        case ListMove::Kind::New:
            return tr("Not in the list before");
        case ListMove::Kind::Gone:
            return tr("Not in the other list");
        case ListMove::Kind::None:
            break;
    }
    return {};
}

}  // namespace ncf
