#include "pages/decoder_dialog.hpp"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace perisphere::studio
{
namespace
{

constexpr int kNoTrack = -1;

/// The first track that has one of the words in its name, and that no other input has.
int proposal(const QComboBox& box, const DecoderInput& input, const std::vector<QComboBox*>& others)
{
    int free = kNoTrack;
    for (int i = 0; i < box.count(); ++i) {
        const QString name = box.itemText(i);
        if (name.isEmpty() || std::ranges::any_of(others, [&](const QComboBox* other) {
                return other->currentText() == name;
            }))
            continue;
        if (std::ranges::any_of(input.words, [&](const QString& word) {
                return name.contains(word, Qt::CaseInsensitive);
            }))
            return i;
        if (free == kNoTrack)
            free = i;
    }
    return input.isOptional ? 0 : free;
}

const Track* levelTrackNamed(const SignalStore& store, const QString& name)
{
    const auto found = std::ranges::find(store.tracks(), name, &Track::name);
    return found == store.tracks().end() || found->kind != TrackKind::Level ? nullptr : &*found;
}

} // namespace

DecoderDialog::DecoderDialog(const Decoder& decoder, const SignalStore& store, QWidget* parent)
    : QDialog(parent)
    , m_decoder(decoder)
{
    setWindowTitle(tr("Decode %1").arg(decoder.name));
    setObjectName(QStringLiteral("decoderDialog"));
    auto* const form = new QFormLayout;
    bool hasAll = true;
    for (const DecoderInput& input : decoder.inputs) {
        QComboBox* const box = addBox(*form, input.title);
        if (input.isOptional)
            box->addItem({});
        for (const Track& track : store.tracks())
            if (track.kind == TrackKind::Level)
                box->addItem(track.name);
        box->setCurrentIndex(proposal(*box, input, m_inputs));
        hasAll = hasAll && (input.isOptional || box->currentIndex() != kNoTrack);
        m_inputs.push_back(box);
    }
    for (const DecoderChoice& choice : decoder.choices) {
        QComboBox* const box = addBox(*form, choice.title);
        box->setEditable(choice.isFree);
        box->addItems(choice.values);
        m_choices.push_back(box);
    }
    auto* const buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setEnabled(hasAll); // else nothing was recorded yet
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(buttons);
}

QComboBox* DecoderDialog::addBox(QFormLayout& form, const QString& title)
{
    auto* const box = new QComboBox(this);
    box->setAccessibleName(title);
    form.addRow(title, box);
    return box;
}

DecodedRow DecoderDialog::row() const
{
    const auto textsOf = [](const std::vector<QComboBox*>& boxes) {
        std::vector<QString> texts;
        for (const QComboBox* const box : boxes)
            texts.push_back(box->currentText());
        return texts;
    };
    const std::vector<QString> names = textsOf(m_inputs);
    return {.name =
                QStringLiteral("%1 %2").arg(m_decoder.name, names.size() > 1 ? names[1] : names[0]),
            .decode = [&decoder = m_decoder, names,
                       choices = textsOf(m_choices)](const SignalStore& store) -> Annotations {
                std::vector<const Track*> inputs;
                for (std::size_t i = 0; i < names.size(); ++i) {
                    inputs.push_back(levelTrackNamed(store, names[i]));
                    if (inputs.back() == nullptr && !decoder.inputs[i].isOptional)
                        return {};
                }
                return decoder.decode(inputs, choices);
            },
            .said = {}};
}

} // namespace perisphere::studio
