// Which lines a decoder reads, and how.
#pragma once

#include "signals/decoders/decoder.hpp"
#include "signals/signal_view.hpp"

#include <QDialog>

#include <vector>

class QComboBox;
class QFormLayout;

namespace perisphere::studio
{

class DecoderDialog final : public QDialog
{
    Q_OBJECT

public:
    DecoderDialog(const Decoder& decoder, const SignalStore& store, QWidget* parent);

    /// What was chosen. A track that a later recording has not is decoded to nothing.
    [[nodiscard]] DecodedRow row() const;

private:
    QComboBox* addBox(QFormLayout& form, const QString& title);

    const Decoder& m_decoder;
    std::vector<QComboBox*> m_inputs;
    std::vector<QComboBox*> m_choices;
};

} // namespace perisphere::studio
