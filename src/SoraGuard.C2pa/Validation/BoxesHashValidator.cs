using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates that a file of named boxes is the one that was signed (C2PA 2.2 §15.12.3).</summary>
internal sealed class BoxesHashValidator(ImageAsset asset, ValidationLog log, CancellationToken cancellationToken)
{
    public void Validate(CborValue value, Claim claim, string uri)
    {
        try
        {
            Validate(BoxesHashAssertion.Parse(value), uri);
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.AssertionBoxesHashMalformed, uri, e.Message);
        }
    }

    private void Validate(BoxesHashAssertion assertion, string uri)
    {
        if (assertion.Boxes.Any(b => !HashAlgorithms.TryGet(b.Algorithm ?? assertion.Algorithm, out _)))
            log.Failure(StatusCodes.AlgorithmUnsupported, uri, "A box hash is of an algorithm other than sha256, sha384 and sha512, or names none");
        else if (FindStranger(assertion) is { } stranger)
            log.Failure(StatusCodes.AssertionBoxesHashUnknownBox, uri, $"The file has a box '{stranger.Name}' at byte {stranger.Start} that was not there when it was signed");
        else if (FindMismatch(assertion) is { } mismatch)
            log.Failure(StatusCodes.AssertionBoxesHashMismatch, uri, mismatch);
        else
            log.Success(StatusCodes.AssertionBoxesHashMatch, uri, "The file is as it was signed");
        if (assertion.Boxes.Any(b => b.IsExcluded && b.Names is not [AssetBox.Manifest]))
            log.Note(StatusCodes.BoxesHashAdditionalExclusions, uri, "The hash leaves out boxes other than that of the manifest; those may have changed");
    }

    /// <summary>The first box beyond those that are listed of its name.</summary>
    private AssetBox? FindStranger(BoxesHashAssertion assertion)
    {
        var listed = assertion.Boxes.SelectMany(b => b.Names).GroupBy(n => n).ToDictionary(n => n.Key, n => n.Count());
        foreach (var box in asset.Boxes)
        {
            var left = listed.GetValueOrDefault(box.Name);
            if (left == 0)
                return box;
            listed[box.Name] = left - 1;
        }
        return null;
    }

    private string? FindMismatch(BoxesHashAssertion assertion)
    {
        var next = 0;
        foreach (var entry in assertion.Boxes)
        {
            var boxes = asset.Boxes.Skip(next).Take(entry.Names.Count).ToList();
            if (!boxes.Select(b => b.Name).SequenceEqual(entry.Names))
                return $"The boxes of the file are not those that were signed, or not in their order: '{string.Join(' ', entry.Names.Take(5))}' was expected";
            next += boxes.Count;
            // The manifest cannot hold its own hash; it stands alone in its entry (§18.7.1).
            var isHashed = entry.Names is not [AssetBox.Manifest] && !entry.IsExcluded;
            if (isHashed && !Matches(entry, assertion, new ByteRange(boxes[0].Start, boxes[^1].End)))
                return $"Box '{entry.Names[0]}' at byte {boxes[0].Start} is not as it was signed";
        }
        return null;
    }

    private bool Matches(BoxesHashEntry entry, BoxesHashAssertion assertion, ByteRange range)
    {
        if (entry.Hash is not { } expected || !HashAlgorithms.TryGet(entry.Algorithm ?? assertion.Algorithm, out var algorithm))
            return false;
        using var hasher = new RangeHasher(asset.Stream, algorithm);
        hasher.Append(range, cancellationToken);
        return hasher.Finish().AsSpan().SequenceEqual(expected.Span);
    }
}
