namespace SoraGuard.C2pa.Assertions;

/// <summary>
/// The fields that <c>c2pa.metadata</c> may have, by the prefixes of their schemas (C2PA 2.2 §18.21 and its annex): none that tells who
/// somebody is, or is text of people. Fields of other schemas have no place in it at all.
/// </summary>
internal static class MetadataFields
{
    private static readonly Dictionary<string, HashSet<string>> Schemas = new()
    {
        ["xmp"] = Names("CreateDate CreatorTool Identifier Label MetadataDate ModifyDate Rating BaseURL Nickname Thumbnails"),
        ["xmpMM"] = Names("""
            DerivedFrom DocumentID InstanceID OriginalDocumentID RenditionClass RenditionParams History Ingredients Pantry ManagedFrom Manager
            ManageTo ManageUI ManagerVariant VersionID Versions
            """),
        ["xmpTPg"] = Names("Colorants Fonts MaxPageSize NPages PlateNames"),
        ["crs"] = Names("""
            AutoBrightness AutoContrast AutoExposure AutoShadows BlueHue BlueSaturation Brightness CameraProfile ChromaticAberrationB
            ChromaticAberrationR ColorNoiseReduction Contrast CropTop CropLeft CropBottom CropRight CropAngle CropWidth CropHeight CropUnits
            Exposure GreenHue GreenSaturation HasCrop HasSettings LuminanceSmoothing RawFileName RedHue RedSaturation Saturation Shadows
            ShadowTint Sharpness Temperature Tint ToneCurve ToneCurveName Version VignetteAmount VignetteMidpoint WhiteBalance
            """),
        ["pdf"] = Names("Keywords PDFVersion Producer Trapped"),
        ["dc"] = Names("coverage date format identifier language relation type"),
        ["Iptc4xmpExt"] = Names("""
            DigImageGUID DigitalSourceType EventId Genre ImageRating ImageRegion RegistryId LocationCreated LocationShown MaxAvailHeight
            MaxAvailWidth
            """),
        ["exif"] = Names("""
            ApertureValue BrightnessValue CFAPattern ColorSpace CompressedBitsPerPixel Contrast CustomRendered DateTimeDigitized
            DateTimeOriginal DeviceSettingDescription DigitalZoomRatio ExifVersion ExposureBiasValue ExposureIndex ExposureMode
            ExposureProgram ExposureTime FileSource Flash FlashEnergy FlashpixVersion FNumber FocalLength FocalLengthIn35mmFilm
            FocalPlaneResolutionUnit FocalPlaneXResolution FocalPlaneYResolution GainControl ImageUniqueID ISOSpeedRatings LightSource
            MaxApertureValue MeteringMode OECF OffsetTimeOriginal PixelXDimension PixelYDimension RelatedSoundFile Saturation
            SceneCaptureType SceneType SensingMethod Sharpness ShutterSpeedValue SpatialFrequencyResponse SpectralSensitivity SubjectArea
            SubjectDistance SubjectDistanceRange SubjectLocation WhiteBalance GPSAltitude GPSAltitudeRef GPSDateStamp GPSDestBearing
            GPSDestBearingRef GPSDestDistance GPSDestDistanceRef GPSDestLatitude GPSDestLongitude GPSDifferential GPSDOP
            GPSHPositioningError GPSImgDirection GPSImgDirectionRef GPSLatitude GPSLongitude GPSMapDatum GPSMeasureMode
            GPSProcessingMethod GPSSatellites GPSSpeed GPSSpeedRef GPSStatus GPSTimeStamp GPSTrack GPSTrackRef GPSVersionID
            """),
        ["exifEX"] = Names("""
            BodySerialNumber Gamma InteroperabilityIndex ISOSpeed ISOSpeedLatitudeyyy ISOSpeedLatitudezzz LensMake LensModel
            LensSerialNumber LensSpecification PhotographicSensitivity RecommendedExposureIndex SensitivityType StandardOutput-Sensitivity
            """),
        ["photoshop"] = Names("""
            Category City ColorMode Country DateCreated DocumentAncestors History ICCProfile State SupplementalCategories TextLayers
            TransmissionReference Urgency
            """),
        ["tiff"] = Names("""
            BitsPerSample Compression DateTime ImageLength ImageWidth Make Model Orientation PhotometricInterpretation PlanarConfiguration
            PrimaryChromaticities ReferenceBlackWhite ResolutionUnit SamplesPerPixel Software TransferFunction WhitePoint XResolution
            YResolution YCbCrCoefficients YCbCrPositioning YCbCrSubSampling
            """),
        ["xmpDM"] = Names("""
            absPeakAudioFilePath album altTapeName altTimecode audioChannelType audioCompressor audioSampleRate audioSampleType
            beatSpliceParams cameraAngle cameraLabel cameraModel cameraMove comment contributedMedia duration fileDataRate genre good
            instrument introTime key logComment loop numberOfBeats markers outCue projectName projectRef pullDown relativePeakAudioFilePath
            relativeTimestamp releaseDate resampleParams scaleType scene shotDate shotDay shotLocation shotName shotNumber shotSize
            speakerPlacement startTimecode stretchMode takeNumber tapeName tempo timeScaleParams timeSignature trackNumber Tracks
            videoAlphaMode videoAlphaPremultipleColor videoAlphaUnityIsTransparent videoColorSpace videoCompressor videoFieldOrder
            videoFrameRate videoFrameSize videoPixelAspectRatio videoPixelDepth partOfCompilation lyrics discNumber
            """),
        ["plus"] = Names("FileNameAsDelivered FirstPublicationDate ImageFileFormatAsDelivered ImageFileSizeAsDelivered ImageType Version"),
    };

    /// <param name="field">With its prefix: dc:format. What starts with @ is JSON-LD's own.</param>
    public static bool IsAllowed(string field) =>
        field.StartsWith('@') || (field.Split(':') is [var prefix, var name] && Schemas.TryGetValue(prefix, out var names) && names.Contains(name));

    private static HashSet<string> Names(string names) => [.. names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
