#pragma once

#include <QWidget>

namespace ncf {

// A main widget and a panel on its right, which takes room only while it is visible: beside the
// main widget where both fit, else over its right edge, so that it never makes a window larger.
class SidePanel : public QWidget {
    Q_OBJECT

public:
    // Takes both; the panel gets `width`, in device-independent pixels, where there is as much.
    SidePanel(QWidget* main, QWidget* panel, int width, QWidget* parent = nullptr);

    // Whether the panel hides a part of the main widget.
    bool covers() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    bool fitsBeside() const;
    void place();

    QWidget* main_;
    QWidget* panel_;
    int width_;
};

}  // namespace ncf
