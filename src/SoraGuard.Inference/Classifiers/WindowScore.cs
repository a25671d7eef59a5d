namespace SoraGuard.Inference.Classifiers;

/// <summary>What a classifier says of one window.</summary>
/// <param name="Logit">Raw, as the network gave it: a new calibration replays without inference.</param>
/// <param name="Probability">Calibrated, in [0,1].</param>
/// <param name="Evidence">10x10 numbers in rows from the top left, in logits: where in the picture, the higher the more.</param>
public sealed record WindowScore(double Logit, double Probability, IReadOnlyList<float> Evidence);
