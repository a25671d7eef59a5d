"""Captions in English and Chinese, and the tokenizer. The words the model knows are exactly those written here."""
import re
import torch

EN_PLACE = [["a snowy field", "the snow", "deep snow", "a snowy landscape", "the winter snow"],
            ["the sea", "the ocean", "a stormy sea", "the waves", "the water", "a rough sea", "a stormy ocean"],
            ["the jungle", "the forest", "a green forest", "the rainforest", "the woods"],
            ["the desert", "the sand dunes", "a hot desert", "the sand"],
            ["a city at night", "the night city", "a dark city", "a city street at night", "the city lights", "a town at night"],
            ["outer space", "the stars", "space", "the starry sky", "the galaxy"]]
EN_SUBJECT = [["boat", "sailboat", "paper boat", "ship", "sailing boat"], ["ball", "beach ball", "rubber ball"],
              ["fish", "little fish", "goldfish"], ["bird", "seagull", "little bird", "sparrow"],
              ["paper plane", "paper airplane", "plane", "airplane", "glider"], ["train", "locomotive", "steam train", "toy train"]]
EN_COLOUR = [["red", "bright red", "crimson"], ["yellow", "golden"], ["green", "bright green"], ["blue", "deep blue"], ["pink", "bright pink"],
             ["white", "bright white"]]
_VERBS = ["moves", "goes", "sails", "flies", "drifts", "travels", "swims", "drives", "floats", "heads", "glides", "moving", "sailing", "flying",
          "drifting", "swimming", "gliding"]
EN_LEFT = ["{v} left", "{v} to the left", "{v} from right to left", "{v} leftward", "{v} towards the left"]
EN_RIGHT = ["{v} right", "{v} to the right", "{v} from left to right", "{v} rightward", "{v} towards the right"]
EN_UP = ["rises", "{v} up", "{v} upward", "climbs", "rising", "{v} to the top", "takes off"]
EN_DOWN = ["falls", "{v} down", "{v} downward", "sinks", "drops", "descends", "falling", "{v} to the bottom"]
EN_BOUNCE = ["bounces", "jumps up and down", "bounces up and down", "hops", "bouncing", "jumping"]
EN_CIRCLE = ["circles", "{v} in a circle", "{v} in circles", "{v} round and round", "circling", "{v} around in a circle"]
EN_MOTION = [EN_LEFT, EN_RIGHT, EN_UP, EN_DOWN, EN_BOUNCE, EN_CIRCLE]
EN_BY = ["in", "across", "over", "through", "above", "on", "under", "against"]

ZH_PLACE = [["雪地", "雪原", "雪"], ["大海", "海洋", "海面", "海浪", "暴风雨的海", "海"], ["丛林", "森林", "雨林", "树林"], ["沙漠", "沙丘"],
            ["夜晚的城市", "夜城", "城市", "夜晚的街道", "城市夜景"], ["太空", "星空", "宇宙"]]
ZH_SUBJECT = [["小船", "帆船", "纸船", "船"], ["球", "皮球", "小球"], ["鱼", "小鱼", "金鱼"], ["鸟", "小鸟", "海鸥"], ["纸飞机", "飞机"], ["火车", "小火车", "机车"]]
ZH_COLOUR = [["红色", "红"], ["黄色", "金色"], ["绿色", "绿"], ["蓝色", "蓝"], ["粉色", "粉红色"], ["白色", "白"]]
ZH_MOTION = [["向左移动", "往左走", "向左", "向左航行", "从右到左移动"], ["向右移动", "往右走", "向右", "向右航行", "从左到右移动"],
             ["向上移动", "上升", "升起", "飞上去"], ["向下移动", "下落", "落下", "下沉"], ["弹跳", "跳动", "上下跳"], ["转圈", "绕圈", "盘旋"]]

MAX_TOKENS, ZH_LONGEST = 16, 6
STOP_WORDS = set("a the is that it of one video in on across over through above under against and".split())


def _vocabulary():
    words = {"behind", "background", "背景是", *_VERBS}
    for group in EN_PLACE + EN_SUBJECT + EN_COLOUR + EN_MOTION:
        for phrase in group: words.update(phrase.replace("{v}", "").split())
    for group in ZH_PLACE + ZH_SUBJECT + ZH_COLOUR + ZH_MOTION: words.update(group)
    return ["<pad>"] + sorted(words - STOP_WORDS)


VOCABULARY = _vocabulary()
_INDEX = {w: i for i, w in enumerate(VOCABULARY)}


def tokenize(text):
    """Latin words between other characters; Chinese by the longest entry of the vocabulary; unknown text is skipped."""
    ids = []
    for part in re.findall("[a-z]+|[\u4e00-\u9fff]+", text.lower()):
        if part[0] < "\u4e00":
            ids += [_INDEX[part]] if part in _INDEX else []
            continue
        i = 0
        while i < len(part):
            word = next((part[i:i + k] for k in range(min(ZH_LONGEST, len(part) - i), 0, -1) if part[i:i + k] in _INDEX), None)
            if word: ids.append(_INDEX[word])
            i += len(word) if word else 1
    ids = ids[:MAX_TOKENS]
    return ids + [0] * (MAX_TOKENS - len(ids))


def _pick(options, g):
    return options[int(torch.randint(len(options), (1,), generator=g))]


def _english(label, said, g):
    place, colour = _pick(EN_PLACE[label[0]], g), _pick(EN_COLOUR[label[2]], g) + " " if said[2] else ""
    thing = f"{_pick(['a', 'the', 'a video of a', 'one'], g)} {colour}{_pick(EN_SUBJECT[label[1]], g)}"
    act = _pick(["", "", "that ", "is "], g) + _pick(EN_MOTION[label[3]], g).format(v=_pick(_VERBS, g)) if said[3] else ""
    where = f"{_pick(EN_BY, g)} {place}" if said[0] else ""
    forms = [f"{thing} {act} {where}", f"{where}, {thing} {act}", f"{thing} {where} {act}"]
    if said[0]: forms += [f"{thing} {act}, {place} behind it", f"{thing} {act}, background {place}", f"{place}, {thing} {act}"]
    return " ".join(_pick(forms, g).split()).strip(", ")


def _chinese(label, said, g):
    place, thing = _pick(ZH_PLACE[label[0]], g), _pick(ZH_SUBJECT[label[1]], g)
    if said[2]: thing = _pick(ZH_COLOUR[label[2]], g) + _pick(["的", "", "的小"], g) + thing
    thing = _pick(["", "一个", "一只", "一艘"], g) + thing
    act = _pick(ZH_MOTION[label[3]], g) if said[3] else ""
    if not said[0]: return thing + act
    return _pick([f"{place}里，{thing}{act}", f"{thing}在{place}{_pick(['里', '上', '中', ''], g)}{act}", f"{thing}{act}，背景是{place}"], g)


def caption(label, said=(True, True, True, True), g=None):
    """A caption of one label. `said` leaves background, colour or motion unsaid; the subject is always named."""
    label = [int(v) for v in label]
    return (_english if int(torch.randint(10, (1,), generator=g)) < 6 else _chinese)(label, said, g)
