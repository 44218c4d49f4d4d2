// The logic analyser.
#pragma once

#include "signals/signal_recorder.hpp"
#include "signals/signal_view.hpp"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace perisphere::studio
{

class SignalSearchBar;

class SignalsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SignalsPage(DeviceConnection& connection, QWidget* parent = nullptr);

    [[nodiscard]] SignalView& view() { return *m_view; }
    [[nodiscard]] SignalRecorder& recorder() { return m_recorder; }
    void record();
    void goTo(std::int64_t nanoseconds) { m_view->goTo(nanoseconds); }
    /// Of what is there. @return what went wrong
    [[nodiscard]] std::optional<QString> exportVcd(const QString& path) const;
    /// In the place of what is recorded. @return what went wrong
    [[nodiscard]] std::optional<QString> openVcd(const QString& path);

Q_SIGNALS:
    void failed(const QString& what, const QString& why);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void updateMeasure();
    void exportPicture();
    void chooseVcd();
    void chooseVcdToOpen();

    SignalRecorder m_recorder;
    SignalView* m_view;
    QLineEdit* m_patterns;
    QCheckBox* m_follow;
    SignalSearchBar* m_search;
    QLabel* m_measure;
};

} // namespace perisphere::studio
