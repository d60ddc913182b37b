"""The two voice notes: a synthetic voice (espeak-ng), sentence by sentence, then Ogg/Opus with a fixed serial number (ffmpeg)."""

import array
import io
import subprocess
import wave

RATE = 22050
HAND = ["Двадцать второе октября.", "Сломали руку. Левую. Прикладом.", "Рябому было плохо, я звал.", "Дверь открыли, ударили, закрыли.", "Писать пока не могу."]
DOCTOR = ["Сегодня двадцать шестое, суббота, утро.", "Девятый день.", "Врача как не было, так и нет.", "Мы просим каждый день, утром и вечером.",
          "Ответ один: не положено.", "Аптекарша обещала прийти сегодня.", "У меня всё."]


def note(sentences):
    """Answers (Ogg/Opus bytes, seconds, [(start, end) of each sentence])."""
    sound, times = array.array("h", bytes(RATE)), []
    for sentence in sentences:
        spoken = subprocess.run(["espeak-ng", "-v", "ru", "-s", "138", "-p", "34", "--stdout", sentence], capture_output=True, check=True).stdout
        start = len(sound) / RATE
        sound.extend(_samples(spoken))
        times.append((round(start, 1), round(len(sound) / RATE, 1)))
        sound.extend(array.array("h", bytes(2 * int(RATE * 0.45))))
    return _opus(sound), len(sound) / RATE, times


def _samples(data):
    at = data.index(b"data") + 8
    body = data[at:]
    return array.array("h", body[: len(body) // 2 * 2])


def _opus(sound):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
    command = ["ffmpeg", "-v", "error", "-i", "-", "-af", "highpass=f=120,lowpass=f=5200,aecho=0.6:0.5:28:0.22", "-map_metadata", "-1", "-fflags", "+bitexact",
               "-flags:a", "+bitexact", "-ar", "48000", "-ac", "1", "-c:a", "libopus", "-b:a", "24k", "-serial_offset", "46", "-f", "ogg", "-"]
    return subprocess.run(command, input=out.getvalue(), capture_output=True, check=True).stdout
