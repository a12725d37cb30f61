#include "base/random.h"
#include "model/bfloat16.h"
#include "model/matrix.h"

#include <QTest>

#include <cmath>

using namespace ncf;

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
};

QTEST_APPLESS_MAIN(TestBFloat16)
#include "tst_bfloat16.moc"
