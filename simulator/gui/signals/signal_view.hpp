// Signals over time. The wheel zooms at the pointer, dragging moves, a click sets cursor A, with
// Shift cursor B. Keys: + and - zoom, arrows move, Home and End, F shows all, N and P go to the
// next and previous change of the chosen row, A and B set the cursors in the middle.
#pragma once

#include "signals/decoders/annotation.hpp"
#include "signals/signal_store.hpp"

#include <QAbstractScrollArea>
#include <QTimer>

#include <array>
#include <functional>
#include <optional>

namespace perisphere::studio
{

/// A row that shows what is said instead of levels.
struct DecodedRow {
    QString name;
    std::function<std::vector<Annotation>(const SignalStore& store)> decode;
    std::vector<Annotation> said;
    std::optional<std::size_t> decodedRecords; ///< of the store, when it was decoded last
};

class SignalView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit SignalView(const SignalStore& store, QWidget* parent = nullptr);

    /// Other tracks.
    void reset();
    /// More of them.
    void refresh();
    void setFollowing(bool isFollowing);
    void addDecoder(DecodedRow row);
    void clearDecoders();

    void showAll();
    void zoom(double factor, std::int64_t at);
    void goTo(std::int64_t time); ///< into the middle, with cursor A
    /// The same with cursor B at what ends there, if it has a length.
    void goTo(std::int64_t begin, std::int64_t end);
    void goToChange(bool isNext);

    [[nodiscard]] std::int64_t begin() const { return m_begin; }
    [[nodiscard]] double nanosecondsPerPixel() const { return m_scale; }
    [[nodiscard]] std::optional<std::int64_t> cursor(std::size_t which) const
    {
        return m_cursors.at(which);
    }
    [[nodiscard]] std::int64_t cursorOrMiddle() const; ///< cursor A's time, where it is set
    [[nodiscard]] int row() const { return m_row; }
    /// nullptr: another kind of row is chosen.
    [[nodiscard]] const Track* chosenTrack() const;
    /// The first one where a track is chosen; nullptr: there is none.
    [[nodiscard]] const DecodedRow* chosenDecoder() const;

Q_SIGNALS:
    void cursorsChanged();
    void followingChanged(bool isFollowing);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    static constexpr int kNames = 170; ///< pixels, of the names' column
    static constexpr int kAxis = 26;
    static constexpr int kRow = 30;

    [[nodiscard]] int rows() const;
    [[nodiscard]] int plotWidth() const;
    [[nodiscard]] int yOf(int row) const;
    [[nodiscard]] double xOf(std::int64_t time) const;
    [[nodiscard]] std::int64_t timeAt(double x) const;
    void move(double nanoseconds);
    void setCursor(std::size_t which, std::int64_t time);
    using QAbstractScrollArea::setCursor;
    void decode();
    void updateScrollBar();
    void showRow();
    void paintAxis(QPainter& painter) const;
    void paintLevels(QPainter& painter, const Track& track, int top) const;
    void paintValues(QPainter& painter, const Track& track, int top) const;
    void paintSaid(QPainter& painter, const DecodedRow& row, int top) const;
    void paintCursors(QPainter& painter) const;

    const SignalStore& m_store;
    std::vector<DecodedRow> m_decoders;
    QTimer m_decodeLater;      ///< runs while what was recorded since the last time can wait
    std::int64_t m_begin = 0;  ///< at the plot's left edge
    double m_scale = 1e6;      ///< nanoseconds a pixel
    bool m_isFollowing = true; ///< the newest is at the right edge
    int m_row = 0;             ///< chosen
    std::array<std::optional<std::int64_t>, 2> m_cursors;
    std::optional<QPoint> m_draggedFrom;
    std::int64_t m_beginOfDrag = 0;
    bool m_hasDragged = false;
};

} // namespace perisphere::studio
