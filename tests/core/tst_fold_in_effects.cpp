#include "recommendation/fold_in.h"
#include "recommendation/person_network.h"
#include "recommendation/top_n.h"
#include "recommendation/user_prior.h"
#include "support/camps_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;
using namespace ncf::test;

class TestFoldInEffects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The influence function against honest refits, where it should be good: GMF's loss is convex,
    // and with a strong prior a pick moves little.
    void firstOrderEffectsComeNearTheRefits() {
        const auto split = campsSplit();
        ModelConfig shape = smallShape();
        shape.mlp = false;
        const auto model = trainedOn(split, shape, Loss::BinaryCrossEntropy);
        FoldInSettings settings;
        settings.priorStrength = 30;
        FoldIn fold(model, split.train, settings);
        const auto picks = likes({2, 4, 6, 12, 16, 20, 24, 28, 7, 9});
        const auto person = *fold.fit(picks, {}, FoldIn::Care::Thorough);
        const auto now = fold.logits(person)[30];
        const auto effects = fold.removalEffects(picks, person, 30);
        QCOMPARE(effects.size(), picks.size());
        double together = 0, estimated = 0, honest = 0;
        for (std::size_t at = 0; at < picks.size(); ++at) {
            auto left = picks;
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
            const auto moved = fold.logits(*fold.refit(picks, person, left))[30];
            const auto change = double(moved) - double(now);
            const auto effect = double(effects[at]);
            together += change * effect;
            estimated += effect * effect;
            honest += change * change;
        }
        QVERIFY(honest > 0);
        const double cosine = together / std::sqrt(estimated * honest);
        QVERIFY2(cosine > 0.98, qPrintable(QString::number(cosine)));
        const double ratio = std::sqrt(estimated / honest);
        QVERIFY2(ratio > 0.8 && ratio < 1.25, qPrintable(QString::number(ratio)));
    }

    // Without a kink between them the move and the effect are two ways to the same number.
    void movesAndEffectsAgree() {
        const auto split = campsSplit();
        ModelConfig shape = smallShape();
        shape.mlp = false;
        const auto model = trainedOn(split, shape, Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        const auto picks = likes({2, 4, 6, 12, 7});
        PersonEmbedding person = fold.average();
        person[0] += 0.1f;
        const auto now = fold.logits(person);
        QVERIFY(fold.withoutItems(picks, person, {}) == person);
        const std::vector<ItemIndex> pair = {4, 7};
        const auto both = fold.logits(fold.withoutItems(picks, person, pair));
        for (const ItemIndex item : {ItemIndex(9), ItemIndex(30), ItemIndex(4)}) {
            const auto at = static_cast<std::size_t>(item);
            const auto effects = fold.removalEffects(picks, person, item);
            for (std::size_t left = 0; left < picks.size(); ++left) {
                const auto moved =
                    fold.logits(fold.withoutItems(picks, person, {&picks[left].item, 1}));
                QVERIFY(std::abs(moved[at] - now[at] - effects[left]) < 1e-4f);
            }
            QVERIFY(both[at] != now[at]);
        }
    }
};

QTEST_GUILESS_MAIN(TestFoldInEffects)
#include "tst_fold_in_effects.moc"
