#include "model/bfloat16.h"
#include "support/training_batch.h"
#include "training/training_step.h"

#include <QTest>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

torch::Tensor someValues(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
    Random random(seed);
    auto values = torch::empty({rows, columns});
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        values.data_ptr<float>()[i] = static_cast<float>(random.normal());
    }
    return values;
}

// The last columns of a matrix that has others before them.
struct Wider {
    torch::Tensor all;
    Matrix part;

    explicit Wider(const torch::Tensor& values)
        : all(torch::cat({torch::full({values.size(0), 3}, 99.0f), values}, 1)),
          part(Matrix(all).columnRange(3, values.size(1))) {}
    torch::Tensor values() const { return all.slice(1, 3); }
    bool restIsUntouched() const { return all.slice(1, 0, 3).eq(99).all().item<bool>(); }
};

torch::Tensor roundedOf(const torch::Tensor& values) {
    return values.to(torch::kBFloat16).to(torch::kFloat64);
}

}  // namespace

class TestBFloat16 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        if (!hasBFloat16()) {
            QSKIP("This processor does not multiply bfloat16.");
        }
    }

    // Against LibTorch's rounding and a product in double precision.
    void isTheProductOfRoundedFactors_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("inner");
        QTest::addRow("one block") << 256 << 64 << 128;
        QTest::addRow("several blocks") << 768 << 32 << 64;
        QTest::addRow("a last block of its own") << 300 << 64 << 128;
        QTest::addRow("odd sizes") << 293 << 37 << 53;
        QTest::addRow("few rows") << 17 << 128 << 128;
    }
    void isTheProductOfRoundedFactors() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, inner);
        const auto a = someValues(rows, inner, 1);
        const auto b = someValues(inner, columns, 2);
        const auto expected = roundedOf(a).matmul(roundedOf(b));
        // Sums of so many products of about 1, in float32.
        const double close = 1e-6 * inner;
        for (const auto transpose : {Transpose::Neither, Transpose::First, Transpose::Second}) {
            const auto stored = [&](const torch::Tensor& values, Transpose which) {
                return Wider(transpose == which ? values.t().contiguous() : values);
            };
            const auto first = stored(a, Transpose::First);
            const auto second = stored(b, Transpose::Second);
            for (int time = 0; time < 2; ++time) {
                const Wider into(torch::full({rows, columns}, std::nanf("")));
                multiplyInBFloat16(into.part, first.part, second.part, transpose);
                const double error = (into.values() - expected).abs().max().item<double>();
                QVERIFY2(error < close, qPrintable(QString::number(error)));
                QVERIFY(into.restIsUntouched());
            }
        }
    }

    void smallProductsAreExact() {
        const auto a = someValues(20, 16, 1);
        const auto b = someValues(8, 16, 2);
        const auto rounded = torch::empty({20, 8});
        const auto exact = torch::empty({20, 8});
        multiplyInBFloat16(Matrix(rounded), Matrix(a), Matrix(b), Transpose::Second);
        multiply(Matrix(exact), Matrix(a), Matrix(b), Transpose::Second);
        QVERIFY(rounded.equal(exact));
    }

    // What training looks for when it has gone wrong.
    void infinityAndNanGoThrough() {
        for (const float odd : {INFINITY, -INFINITY, std::nanf("")}) {
            auto a = someValues(256, 64, 1).abs();
            const auto b = someValues(64, 64, 2).abs();
            a[5][7] = odd;
            const auto into = torch::empty({256, 64});
            multiplyInBFloat16(Matrix(into), Matrix(a), Matrix(b), Transpose::Neither);
            const float seen = into[5][3].item<float>();
            QVERIFY(std::isnan(odd) ? std::isnan(seen) : seen == odd);
            QVERIFY(std::isfinite(into[6][3].item<float>()));
        }
    }

    // Where gradients do not cancel and no unit of ReLU is about to change its mind, rounding the
    // factors to 8 bits changes a move in about its last ones.
    void bfloat16IsCloseToFloat32_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("1 thread") << 1;
        QTest::newRow("2 threads") << 2;
    }
    void bfloat16IsCloseToFloat32() {
        QFETCH(int, threads);
        ModelConfig shape;
        shape.mlpUserDim = shape.mlpItemDim = 64;
        shape.tower = {64, 32};
        shape.activation = Activation::Tanh;
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.batchSize = 500;
        config.optimiser = Optimiser::Sgd;
        config.learningRate = 1;
        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel exact(shape, kUsers, kItems, 1);
        NcfModel rounded(shape, kUsers, kItems, 1);
        NcfModel again(shape, kUsers, kItems, 1);
        auto batch = makeBatch(500, false, false, 3);
        std::fill(batch.label.begin(), batch.label.end(), 1.0f);
        WorkerTeam team(threads);
        const auto step = [&](NcfModel& model) {
            makeFusedStep(model, config, {}, 1, team)->run(batch.user, batch.item, batch.label);
        };
        step(exact);
        config.precision = Precision::BFloat16;
        step(rounded);
        step(again);
        const double difference = relativeDifference(exact, rounded, start);
        QVERIFY2(difference > 1e-6 && difference < 0.02, qPrintable(QString::number(difference)));
        QCOMPARE(relativeDifference(rounded, again, start), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestBFloat16)
#include "tst_bfloat16.moc"
