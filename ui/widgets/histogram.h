#pragma once

#include <QWidget>

#include <cstdint>
#include <utility>
#include <vector>

namespace ncf {

// A few labelled bars: how often each value occurs.
class Histogram : public QWidget {
    Q_OBJECT

public:
    explicit Histogram(QWidget* parent = nullptr);

    void setBars(std::vector<std::pair<float, std::uint64_t>> bars);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<std::pair<float, std::uint64_t>> bars_;
};

}  // namespace ncf
