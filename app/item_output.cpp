#include "item_output.h"

#include "base/text.h"
#include "experiment/list_ranks.h"
#include "output.h"

#include <nlohmann/json.hpp>

namespace ncf::cli {

nlohmann::ordered_json entryJson(const RecommendationRow& row) {
    using Json = nlohmann::ordered_json;
    return {{"rank", row.rank},
            {"item", row.itemId},
            {"title", row.info.title},
            {"year", row.info.year == 0 ? Json(nullptr) : Json(row.info.year)},
            {"genres", row.info.genres},
            {"score", decimal(row.score)},
            {"popularity", row.popularity}};
}

void printEntries(const std::vector<RecommendationRow>& rows,
                  const std::optional<OtherColumn>& other) {
    const ListRanks ranks = other ? ListRanks(other->list) : ListRanks();
    Table table;
    table.column("Rank", Table::Align::Right);
    if (other) {
        table.column(other->title, Table::Align::Right);
    }
    table.column("Score", Table::Align::Right);
    table.column("Popularity", Table::Align::Right);
    table.column("Item");
    table.column("Title");
    table.column("Genres");
    for (const auto& row : rows) {
        std::vector<std::string> cells = {std::to_string(row.rank)};
        if (other) {
            const int rank = ranks.of(row.item);
            cells.push_back(rank == 0 ? "–" : std::to_string(rank));
        }
        cells.insert(cells.end(), {fixed(row.score, 4), withThousands(row.popularity), row.itemId,
                                   row.info.title, row.info.genres});
        table.row(std::move(cells));
    }
    table.print();
}

}  // namespace ncf::cli
