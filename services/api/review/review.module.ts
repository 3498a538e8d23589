import { Module } from '@nestjs/common';
import { ReviewDesk } from './review-desk.js';
import { ReviewController } from './review.controller.js';
import { ReviewService } from './review.service.js';

@Module({ controllers: [ReviewController], providers: [ReviewDesk, ReviewService] })
export class ReviewModule {}
